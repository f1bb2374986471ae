"""The bounds on what one answer takes from the grader: its time in all, and the memory for what it gives back."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kb.bank.model.question import Code
from kb.grader import Answer, Verdict, Zygotes, grade_many
from kb.grader.cases.caller import Caller
from kb.grader.cases.solution import Solution
from kb.grader.compare import describe
from kb.grader.compare.same import same
from kb.grader.model.limits import KEPT_BYTES, Limits
from kb.grader.process.calls import Call, Observed, perform
from kb.grader.process.checked import Evidence
from kb.grader.process.connect import connect
from kb.grader.run.attempt import Attempt
from kb.grader.run.driver import run_attempts
from kb.grader.worker import wire

LIMITS = Limits(load_seconds=10.0, call_seconds=5.0, total_seconds=1.5)
CASES = """
import numpy as np
import pytest


@pytest.mark.parametrize("case", range(12))
def test_case(solution, case):
    solution(np.arange(3.0) + case, 2.0).close(2.0 * (np.arange(3.0) + case))
"""


@pytest.fixture
def many(toy: Code, tmp_path: Path) -> Code:
    """The toy exercise with twelve cases."""
    folder = tmp_path / "bank" / "toy" / "scale"
    shutil.copytree(toy.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    exercise = replace(toy, folder=folder)
    exercise.cases.write_text(CASES)
    return exercise


def graded(source: str, exercise: Code, limits: Limits) -> Verdict:
    with Zygotes(limits) as zygotes:
        return grade_many([Answer(Path("a.py"), source)], exercise, seed=1, zygotes=zygotes, naming=False)[0]


def attempted(source: str, exercise: Code, limits: Limits) -> Attempt:
    """The attempt itself, after all of its tests."""
    with Zygotes(limits) as zygotes:
        attempt = Attempt(Answer(Path("a.py"), source), exercise, seed=1, zygotes=zygotes)
        run_attempts(iter([attempt]), exercise, [].append)
    return attempt


def test_the_page_tells_the_limits() -> None:
    """The table stands in docs/grading/sandbox.md."""
    page = (Path(__file__).parents[2] / "docs" / "grading" / "sandbox.md").read_text(encoding="utf-8")
    table = page.partition("{#budgets}")[2].partition("\n\n")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    limits = Limits()
    assert [amount for _, amount in rows] == [
        f"{limits.load_seconds:g} s",
        f"{limits.call_seconds:g} s",
        f"{limits.total_seconds:g} s",
        f"{limits.memory_bytes >> 30} GiB",
        f"{limits.file_bytes >> 20} MiB; {2 * limits.file_bytes >> 20} MiB",
        f"{limits.result_bytes >> 20} MiB",
        f"{limits.output_bytes >> 20} MiB",
    ]
    assert f"keeps at most {KEPT_BYTES >> 20} MiB" in page


# --- time -------------------------------------------------------------------------------------------------------------


def test_an_answer_has_so_much_time_for_all_its_calls(many: Code) -> None:
    source = "import time\ndef scale(x, factor):\n    time.sleep(0.4)\n    return x * factor\n"
    verdict = graded(source, many, LIMITS)
    assert verdict.outcome == "timeout"
    assert "all calls together took more than 1.5 s" in verdict.failed[0].message
    assert sum(test.passed for test in verdict.tests) >= 1  # so it was not the first call
    assert len(verdict.tests) < len(verdict.expected)
    assert graded(source, many, replace(LIMITS, total_seconds=60.0)).passed


def test_a_new_process_brings_no_new_time(many: Code) -> None:
    source = "import os, time\ndef scale(x, factor):\n    time.sleep(0.4)\n    os._exit(0)\n"
    verdict = graded(source, many, LIMITS)
    assert [test.outcome for test in verdict.failed][-1] == "timeout"
    assert len(verdict.tests) < len(verdict.expected)


def test_loading_counts_too(many: Code) -> None:
    source = "import os, time\ntime.sleep(0.5)\ndef scale(x, factor):\n    os._exit(0)\n"
    verdict = graded(source, many, LIMITS)
    assert [test.outcome for test in verdict.failed][-1] == "timeout"
    assert len(verdict.tests) < len(verdict.expected)


def test_the_deadline_of_one_call_is_told_as_before(many: Code) -> None:
    source = "import time\ndef scale(x, factor):\n    time.sleep(5)\n"
    message = graded(source, many, replace(LIMITS, call_seconds=0.5, total_seconds=60.0)).failed[0].message
    assert message.startswith("no result after 0.5 s")


# --- memory -----------------------------------------------------------------------------------------------------------


def size_of(failure: Evidence) -> int:
    return 0 if failure.observed is None else failure.observed.size


def test_values_of_the_first_failures_only_are_kept(many: Code) -> None:
    source = "import numpy as np\ndef scale(x, factor):\n    return np.full(1 << 20, x[0])\n"  # 8 MB
    attempt = attempted(source, many, Limits())
    assert len(attempt.failures) == 12
    kept = [size_of(failure) > 0 for failure in attempt.failures]
    assert kept == sorted(kept, reverse=True)
    assert 0 < sum(map(size_of, attempt.failures)) <= KEPT_BYTES
    assert all(
        failure.call is None for failure, there in zip(attempt.failures, kept, strict=True) if not there
    )
    assert [test.outcome for test in attempt.finish().failed] == ["wrong shape"] * 12


def test_small_values_are_all_kept(many: Code) -> None:
    attempt = attempted("def scale(x, factor):\n    return x\n", many, Limits())
    assert all(failure.call is not None for failure in attempt.failures)
    assert len(attempt.failures) == 12


class Source:
    """A link that always gives back the same."""

    limits, usable = Limits(), True

    def __init__(self, value: np.ndarray):
        self.value = value
        self.printed = bytearray()

    def exchange(
        self, header: dict[str, Any], buffers: list[Any], seconds: float
    ) -> tuple[dict[str, Any], bytes]:
        encoder = wire.Encoder()
        reply: dict[str, Any] = {"ok": True}
        if header["op"] == "call":
            reply["result"] = encoder.array(self.value)
        if header["op"] in ("call", "new"):
            reply["after"] = [encoder.value(1) for _ in header["args"]]
        return reply, b"".join(map(bytes, encoder.buffers))


def reachable(item: Any) -> int:
    """Bytes of all arrays that hang on calls and what they brought."""
    seen: dict[int, int] = {}

    def visit(one: Any) -> None:
        if isinstance(one, np.ndarray):
            seen[id(one)] = one.nbytes
        elif isinstance(one, (list, tuple)):
            for part in one:
                visit(part)
        elif isinstance(one, Observed):
            visit(one.value)
        elif isinstance(one, Call):
            visit(one.before)

    visit(item)
    return sum(seen.values())


def test_of_a_function_only_the_last_call_is_kept() -> None:
    solution = Solution(Caller(lambda: Source(np.zeros(1 << 17)), "scale", "numpy"))  # type: ignore[arg-type,return-value]
    for _ in range(20):
        solution(1)
    assert reachable(solution._caller.calls) == 1 << 20


def test_of_an_object_so_many_steps_are_kept_as_there_is_room_for() -> None:
    source = Source(np.zeros(1 << 20))
    solution = Solution(Caller(lambda: source, "Scale", "numpy"))  # type: ignore[arg-type,return-value]
    made = solution.new(1)
    for _ in range(10):
        made(1)
    assert reachable(solution._caller.calls) <= KEPT_BYTES + (8 << 20)
    assert len(solution._caller.calls) == 11


@pytest.fixture(scope="module")
def roomy() -> Iterator[Zygotes]:
    with Zygotes(Limits(call_seconds=20.0)) as running:
        yield running


def called(roomy: Zygotes, source: str, value: Any) -> Observed:
    link = connect(roomy.get("numpy"), Answer(Path("a.py"), source), "scale", 0, "cpu")
    try:
        return perform(link, Call((value,)))
    finally:
        link.close()


def test_a_result_may_be_large_and_not_larger(roomy: Zygotes) -> None:
    source = "import numpy as np\ndef scale(x):\n    return np.zeros(x, np.uint8)\n"
    assert called(roomy, source, 60 << 20).value.nbytes == 60 << 20
    failure = called(roomy, source, 65 << 20).failure
    assert failure is not None
    assert failure.outcome == "wrong type"  # and not `raised`: the answer raised nothing
    assert failure.message.startswith("the result cannot be sent back: a value of ")
    assert "is too large to be sent" in failure.message


def test_arguments_come_back_beside_the_result(roomy: Zygotes) -> None:
    """They take nothing from its room."""
    source = "def scale(x):\n    return x[: 60 << 20]\n"
    observed = called(roomy, source, np.zeros(80 << 20, np.uint8))
    assert observed.failure is None, observed.failure
    assert observed.after is not None and observed.after[0].nbytes == 80 << 20


def test_a_large_list_travels_beside_the_header(roomy: Zygotes) -> None:
    source = "def scale(x):\n    return [[0.5] * 1000] * x\n"
    observed = called(roomy, source, 1000)
    assert observed.failure is None, observed.failure
    assert len(observed.value) == 1000
    failure = called(roomy, source, 2000).failure
    assert failure is not None and "lists of more than 1,048,576 numbers" in failure.message


def test_a_header_has_a_megabyte_beyond_that_of_the_request(roomy: Zygotes) -> None:
    source = "def scale(x):\n    return ['a' * 1000] * x\n"
    assert called(roomy, source, 900).failure is None
    failure = called(roomy, source, 1100).failure
    assert failure is not None and "is too large to be sent" in failure.message


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ({"ok": True, "junk": []}, "parts that nobody asked for"),
        ({"error": {"kind": "raised", "type": "X", "message": "", "line": 1, "junk": []}}, "error"),
        ({"result": {"k": "none", "junk": []}, "after": [{"k": "int", "v": 1}]}, "unknown kind"),
        ({"result": {"k": "int", "v": 1, "d": []}, "after": [{"k": "int", "v": 1}]}, "unknown kind"),
        ({"result": {"k": ["array"]}, "after": [{"k": "int", "v": 1}]}, "unknown kind"),
    ],
)
def test_nothing_comes_that_nobody_asked_for(reply: dict[str, Any], why: str) -> None:
    class Fixed(Source):
        def exchange(self, header: Any, buffers: Any, seconds: float) -> tuple[dict[str, Any], bytes]:
            return reply, b""

    failure = perform(Fixed(np.zeros(1)), Call((1,))).failure
    assert failure is not None
    assert failure.outcome == "protocol"
    assert why in failure.message


# --- showing ----------------------------------------------------------------------------------------------------------


def test_nested_lists_are_shown_in_no_time() -> None:
    deep: Any = [0.5] * 12
    for _ in range(14):
        deep = [deep] * 24
    begun = time.process_time()
    text = describe.value(deep)
    assert time.process_time() - begun < 0.5  # it was beyond all bounds
    assert text.count("0.5") >= 12
    assert len(text) <= 2 * describe.WIDTH


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([], "[]"),
        ([1, [2.5, (True, None)], "a"], "[1, [2.5, (True, None)], 'a']"),
        (list(range(24)), "[" + ", ".join(map(str, range(24))) + "]"),
        (list(range(25)), "[" + ", ".join(map(str, range(24))) + ", …]"),
        (([0.5] * 100, 3), "([" + "0.5, " * 24 + "…], 3)"),
    ],
)
def test_what_is_short_is_shown_as_it_is(value: Any, text: str) -> None:
    assert describe.value(value) == text


def test_a_long_list_is_told_by_its_beginning() -> None:
    rows = [[float(100 * i + j) for j in range(9)] for i in range(20)]
    text = describe.value(rows)
    assert text.startswith("a list of 20: [[0, 1, 2, 3, 4, 5, 6, 7, 8], [100, 101, ")
    assert text.endswith("…")


# --- inputs -----------------------------------------------------------------------------------------------------------

OTHER_NAN = np.frombuffer(np.array([0x7FF8000000000001], np.uint64).tobytes(), np.float64)


@pytest.mark.parametrize(
    ("before", "after", "equal"),
    [
        (np.array([0.0, 1.0]), np.array([0.0, 1.0]), True),
        (np.array([0.0, 1.0]), np.array([-0.0, 1.0]), False),
        (np.array(0.0), np.array(-0.0), False),
        (np.array([[0.0], [np.nan]], np.float16), np.array([[-0.0], [np.nan]], np.float16), False),
        (np.array([np.nan]), OTHER_NAN, True),
        (np.array([np.nan, 0.0]), np.array([OTHER_NAN[0], -0.0]), False),
        (np.asfortranarray([[1.0, np.nan], [2.0, 3.0]]), np.array([[1.0, -np.nan], [2.0, 3.0]]), True),
        (np.arange(8.0)[::2], np.array([0.0, 2.0, 4.0, 6.0]), True),
        (np.array([np.nan]), np.array([1.0]), False),
        (np.array([1, 2]), np.array([1, 3]), False),
        (np.array([1, 2]), np.array([1.0, 2.0]), False),
        ([0.0], [-0.0], False),
        ([1.5, float("nan")], [1.5, float("nan")], True),
        (0.0, 0, False),
        ((1, "a"), (1, "a"), True),
    ],
)
def test_same(before: Any, after: Any, equal: bool) -> None:
    assert same(before, after) is equal
