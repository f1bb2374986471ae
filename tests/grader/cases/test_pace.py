"""Performance bounds: a fast answer costs one call, a slow one is timed again and again before it is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kb.bank.model.question import Code, Performance
from kb.grader import Answer, GraderError, Verdict, Zygotes, grade_many
from kb.grader.cases import pace
from kb.grader.model.limits import Limits
from kb.grader.model.outcome import Failure
from kb.grader.process import effort
from kb.grader.process.calls import Call, Observed
from kb.grader.run.reference import grade_reference


class Timer:
    """Says the next of some times at each call, the last one for ever; there may be none to say."""

    def __init__(self, *times: float):
        self.times, self.calls = times, 0

    def __call__(self) -> float:
        self.calls += 1
        return self.times[min(self.calls, len(self.times)) - 1]


def verdict(first: float, answer: Timer, reference: Timer, at_most: float = 10) -> pace.Pair | None:
    return pace.too_slow(first, answer, pace.Usual(reference), at_most)


def test_a_fast_answer_costs_one_call_of_each() -> None:
    answer, reference = Timer(), Timer(0.02)
    assert verdict(0.03, answer, reference) is None
    assert (answer.calls, reference.calls) == (0, 1)


def test_near_the_bound_the_reference_of_this_moment_counts() -> None:
    """Its first call was at a busy moment and took three times as long; the answer is no better for it."""
    usual = pace.Usual(reference := Timer(0.06, 0.02))
    assert usual.allows(0.12, at_most=10)
    assert reference.calls == 1
    assert usual.allows(0.13, at_most=10)
    assert not usual.allows(0.14, at_most=10)
    assert reference.calls == 7


def test_one_slow_call_of_the_reference_does_not_count() -> None:
    assert not pace.Usual(Timer(0.02, 0.02, 0.2, 0.02)).allows(0.14, at_most=10)
    assert pace.Usual(Timer(0.02, 0.02, 0.002, 0.02)).allows(0.13, at_most=10)


def test_nearer_to_the_bound_both_are_timed_in_turns() -> None:
    """The reference was timed at a busy moment, and an answer of 15 times its time would have passed."""
    usual = pace.Usual(Timer(0.06, 0.02))
    assert pace.too_slow(0.5, answer := Timer(0.3), usual, 10) == pace.Pair(0.3, 0.02)
    assert answer.calls == 4
    usual = pace.Usual(Timer(0.02))
    assert pace.too_slow(0.19, answer := Timer(0.15), usual, 10) is None
    assert answer.calls == 2


def test_the_reference_is_timed_once_for_all_answers() -> None:
    usual = pace.Usual(reference := Timer(0.02))
    for _ in range(4):
        assert pace.too_slow(0.01, Timer(), usual, 10) is None
    assert reference.calls == 1


def test_a_slow_answer_is_repeated_before_it_is_said() -> None:
    answer, reference = Timer(0.3), Timer(0.02)
    slow = verdict(0.3, answer, reference)
    assert slow == pace.Pair(0.3, 0.02)
    assert answer.calls == 4  # two rounds, and two of three agree


def test_a_very_slow_answer_is_repeated_once_a_round() -> None:
    answer = Timer(2.9)
    assert verdict(2.9, answer, Timer(0.03)) == pace.Pair(2.9, 0.03)
    assert answer.calls == 2


@pytest.mark.parametrize(
    "times",
    [
        pytest.param((0.1, 0.1), id="only the first call was slow"),
        pytest.param((0.5, 0.1, 0.1), id="so was one of the repeats"),
        pytest.param((0.5, 0.5, 0.1, 0.1), id="so was the whole first round"),
        pytest.param((0.5, 0.1, 0.5, 0.1, 0.5, 0.1), id="every other call"),
    ],
)
def test_noise_is_forgiven(times: tuple[float, ...]) -> None:
    answer = Timer(*times)
    assert verdict(0.9, answer, Timer(0.02)) is None
    assert answer.calls == len(times)


def test_what_slows_both_is_no_slowness() -> None:
    """The machine became ten times slower after the reference was first timed."""
    assert verdict(1.0, Timer(0.9), Timer(0.02, 0.2)) is None


@given(ratio=st.floats(0.01, 1000), reference=st.floats(1e-6, 1), at_most=st.floats(1, 500))
def test_without_noise_the_ratio_decides(ratio: float, reference: float, at_most: float) -> None:
    assume(abs(ratio / at_most - 1) > 1e-12)  # exactly at the bound the rounding of a product decides
    seconds = ratio * reference
    slow = verdict(seconds, Timer(seconds), Timer(reference), at_most)
    assert (slow is None) == (ratio <= at_most)


@pytest.mark.parametrize(
    ("answer", "reference", "at_most", "expected"),
    [
        (
            2.9,
            0.03,
            80,
            "2.9 s where the reference takes 0.03 s: 97 times as long, at most 80 times is allowed",
        ),
        (
            0.0123,
            0.001,
            5,
            "0.012 s where the reference takes 1 ms: 13 times as long, at most 5 times is allowed",
        ),
        (
            0.0055,
            0.001,
            5,
            "5.5 ms where the reference takes 1 ms: 5.5 times as long, at most 5 times is allowed",
        ),
        (
            2.4004,
            0.03,
            80,
            "2.4 s where the reference takes 0.03 s: 81 times as long, at most 80 times is allowed",
        ),
    ],
)
def test_the_message(answer: float, reference: float, at_most: float, expected: str) -> None:
    assert pace.message(answer, reference, at_most) == f"{expected}; {pace.ADVICE}"
    assert pace.ADVICE == "work on whole arrays instead of single elements"


class Desk:
    """What a race needs of a Solution; the answer takes ``seconds`` on a clock that nothing else moves."""

    pid = 0

    def __init__(self, seconds: float, call_seconds: float = 5.0):
        self.seconds, self.now, self.restarts = seconds, 0.0, 0
        self.limits = Limits(call_seconds=call_seconds)
        self.deadlines: list[float] = []

    def start(self) -> Desk:
        return self

    def restart(self) -> None:
        self.restarts += 1

    def observe(self, call: Call, seconds: float) -> Observed:
        self.deadlines.append(seconds)
        self.now += min(self.seconds, seconds)
        if self.seconds > seconds:
            return Observed(failure=Failure("timeout", "no result"))
        return Observed(value=len(self.deadlines))

    def accept(self, call: Call, observed: Observed) -> None:
        if observed.failure is not None:
            raise observed.failure


def race(desk: Desk, monkeypatch: pytest.MonkeyPatch, *reference: float, at_most: float = 10) -> pace.Race:
    monkeypatch.setattr(effort, "clock", lambda: desk.now)
    monkeypatch.setattr(effort, "waited", lambda pid, thread=0: 0.0)
    bound = Performance(at_most=at_most, input="toys")
    solution: Any = desk
    return pace.Race(solution, Call((), timed=True), pace.Usual(Timer(*reference)), bound)


def test_a_call_is_cut_off_far_above_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(seconds=60)
    with pytest.raises(Failure) as caught:
        race(desk, monkeypatch, 0.1).run()
    assert caught.value.outcome == "too slow"
    told = "no result after 1.5 s where the reference takes 0.1 s: more than 15 times as long, at most 10 times is allowed"
    assert caught.value.message == f"{told}; {pace.ADVICE}"
    assert desk.deadlines == [pytest.approx(1.5)]  # and that is the end of it


@pytest.mark.parametrize(
    ("reference", "deadline"),
    [pytest.param(1e-4, 1.0, id="never below a second"), pytest.param(5.0, 60.0, id="never above a minute")],
)
def test_the_deadline_has_limits(reference: float, deadline: float, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(seconds=0.0001)
    race(desk, monkeypatch, reference).run()
    assert desk.deadlines == [deadline]


def test_on_a_machine_too_slow_for_the_bound_it_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound is at 70 s and every call ends at 60 s: that it is too slow was not shown."""
    with pytest.raises(Failure) as caught:
        race(Desk(seconds=90), monkeypatch, 7.0).run()
    assert caught.value.outcome == "timeout"


def test_a_call_that_was_cut_off_too_early_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reference was timed at a calm moment; at this one it takes three times as long, and so may the answer."""
    desk = Desk(seconds=2.4)
    race(desk, monkeypatch, 0.1, 0.3).run()
    assert desk.deadlines[:2] == [pytest.approx(1.5), pytest.approx(4.5)]


def test_every_repeat_has_a_worker_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(seconds=0.5)
    with pytest.raises(Failure, match="5 times as long, at most 2 "):
        race(desk, monkeypatch, 0.1, at_most=2).run()
    assert len(desk.deadlines) == desk.restarts + 1 == 5


def test_the_travel_of_a_long_list_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is measured here: nobody asks the worker."""
    rows = [[0, 0.5] * 100 for _ in range(100)]
    monkeypatch.setattr(pace, "Effort", lambda *processes: SimpleNamespace(seconds=0.25))
    assert pace.without_travel(1.0, rows) == 0.75
    assert pace.without_travel(0.3, rows) == 0.15  # at most half of it
    assert pace.without_travel(1.0, np.array(rows)) == 1.0


CASES = """
import time
import numpy as np

def reference(x, factor):
    time.sleep(0.01)
    return x * factor

def test_values(solution):
    solution(np.array([1.0, 2.0]), 3.0).close(np.array([3.0, 6.0]))

def test_speed(solution, rng):
    x = rng.random(1000)
    solution.keeps_pace(reference, x, factor=3.0).close(3.0 * x)
"""
QUICK = "def scale(x, factor):\n    return x * factor\n"
SLOW = "import time\n\ndef scale(x, factor):\n    time.sleep(0.5 * (len(x) > 2))\n    return x * factor\n"
# The first call takes its time, and its result is kept.
KEEPS = """
import time
kept = {}

def scale(x, factor):
    if x.tobytes() not in kept:
        time.sleep(0.5 * (len(x) > 2))
        kept[x.tobytes()] = x * factor
    return kept[x.tobytes()]
"""
MISTAKE = '"""It dawdles.\n\nIt sleeps.\n\nCaught by: test_speed\n"""\n\n' + SLOW

Grade = Callable[[str], Verdict]


@pytest.fixture
def bounded(toy: Code, tmp_path: Path) -> Code:
    """The toy exercise with a bound, and a mistake that only the test of the speed rejects."""
    folder = tmp_path / "scale"
    (folder / "mistakes").mkdir(parents=True)
    (folder / "test_scale.py").write_text(CASES)
    (folder / "mistakes" / "dawdles.py").write_text(MISTAKE)
    for mistake in toy.mistakes:
        (folder / "mistakes" / mistake.name).write_text(mistake.read_text())
    return replace(toy, folder=folder, performance=Performance(at_most=10, input="a thousand numbers"))


@pytest.fixture
def grade(bounded: Code, zygotes: Zygotes) -> Grade:
    def grade(source: str) -> Verdict:
        return grade_many([Answer(Path("answer.py"), source)], bounded, seed=1, zygotes=zygotes)[0]

    return grade


def test_a_quick_answer_passes(grade: Grade) -> None:
    assert grade(QUICK).passed


def test_a_slow_answer_is_told_and_named(grade: Grade) -> None:
    told = grade(SLOW)
    assert [(test.id, test.outcome) for test in told.failed] == [("test_speed", "too slow")]
    assert told.failed[0].message.endswith(f"times as long, at most 10 times is allowed; {pace.ADVICE}")
    assert (told.failed[0].input or "").startswith("scale(float64 array of shape (1000,): ")
    assert told.mistake is not None
    assert (told.mistake.id, told.mistake.also) == ("dawdles", ())


def test_a_result_that_was_kept_is_of_no_use(grade: Grade) -> None:
    assert grade(KEEPS).outcome == "too slow"


def test_the_value_of_a_quick_answer_is_compared(grade: Grade) -> None:
    told = grade("def scale(x, factor):\n    return x * factor if len(x) == 2 else x\n")
    assert [(test.id, test.outcome) for test in told.failed] == [("test_speed", "wrong value")]
    assert told.mistake is None  # a call that is large on purpose is not repeated with every mistake


def test_other_failures_keep_their_names(grade: Grade) -> None:
    raised = grade("def scale(x, factor):\n    assert len(x) == 2\n    return x * factor\n")
    assert [(test.id, test.outcome) for test in raised.failed] == [("test_speed", "raised")]
    changed = grade(
        "def scale(x, factor):\n    if len(x) > 2:\n        x *= factor\n        return x\n    return x * factor\n"
    )
    assert [(test.id, test.outcome) for test in changed.failed] == [("test_speed", "changed its input")]


def test_of_a_wrong_answer_the_speed_is_not_measured(grade: Grade) -> None:
    told = grade(SLOW.replace("x * factor", "x + factor"))
    assert [test.id for test in told.failed] == ["test_values"]
    assert not told.passed and "test_speed" not in (*told.expected, *(test.id for test in told.tests))
    assert told.mistake is not None
    assert told.mistake.id == "adds"


def test_an_endless_call_is_too_slow(grade: Grade) -> None:
    told = grade("def scale(x, factor):\n    while len(x) > 2:\n        pass\n    return x * factor\n")
    assert [(test.id, test.outcome) for test in told.failed] == [("test_speed", "too slow")]
    assert told.failed[0].message.startswith("no result after 0.6 s where the reference takes ")


def test_a_case_without_a_bound_is_the_graders_fault(bounded: Code, zygotes: Zygotes) -> None:
    unbounded = replace(bounded, performance=None)
    told = grade_many([Answer(Path("answer.py"), QUICK)], unbounded, seed=1, zygotes=zygotes)[0]
    assert told.outcome == "grader error"
    assert "question.yaml has no `performance:`" in told.failed[0].message


def test_a_reference_that_fails_is_the_graders_fault() -> None:
    def broken(x: Any) -> Any:
        raise ValueError("broken")

    with pytest.raises(GraderError, match="the reference fails: raised: ValueError"):
        pace._timed(broken, Call((np.ones(2),), timed=True))()


def test_a_reference_keeps_pace_with_itself(bounded: Code) -> None:
    assert grade_reference(lambda x, factor: x * factor, bounded, "numpy", 1).passed
