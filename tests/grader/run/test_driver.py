"""Grading: a verdict is positive evidence, and nothing around the answer changes it."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kb.bank.model.question import Code
from kb.grader import Answer, DeviceError, GraderError, TestResult, Verdict, Zygotes, grade, grade_many
from kb.grader.process.checked import Evidence
from kb.grader.report.junit import xml
from kb.grader.run.reference import grade_reference

GradeText = Callable[..., Verdict]
RIGHT = "def scale(x, factor):\n    return x * factor\n"


def exercise_with(toy: Code, folder: Path, cases: str) -> Code:
    """The toy exercise with other cases."""
    mine = folder / "scale"
    mine.mkdir()
    (mine / "test_scale.py").write_text("import numpy as np\nimport pytest\n\n" + cases)
    return replace(toy, folder=mine)


def test_grade_alone(toy: Code) -> None:
    assert grade(Answer(Path("a.py"), RIGHT), toy).passed


def test_a_conftest_beside_the_answer_is_not_loaded(
    toy: Code, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zygotes: Zygotes
) -> None:
    (tmp_path / "conftest.py").write_text("raise SystemExit('loaded')\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n")
    (tmp_path / "numpy.py").write_text("raise SystemExit('loaded')\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_ADDOPTS", "--deselect test_values")
    wrong = "def scale(x, factor):\n    return x\n"
    verdicts = grade_many(
        [Answer(tmp_path / "a.py", RIGHT), Answer(tmp_path / "b.py", wrong)], toy, seed=1, zygotes=zygotes
    )
    assert [verdict.passed for verdict in verdicts] == [True, False]
    assert [test.id for test in verdicts[0].tests] == ["loads", "test_values", "test_empty"]


def test_the_seed_fixes_the_inputs(toy: Code, tmp_path: Path, zygotes: Zygotes) -> None:
    drawn = "def test_values(solution, rng):\n    x = rng.random(3)\n    solution(x, 2.0).close(2 * x)\n"
    exercise = exercise_with(toy, tmp_path, drawn)
    wrong = Answer(Path("a.py"), "def scale(x, factor):\n    return x\n")
    seen = [
        grade_many([wrong], exercise, seed=seed, zygotes=zygotes)[0].failed[0].input
        for seed in (1, 1, 2, None, None)
    ]
    assert seen[0] == seen[1]
    assert len(set(seen)) == 4


def test_a_case_that_compares_nothing_is_the_graders_fault(
    toy: Code, tmp_path: Path, zygotes: Zygotes
) -> None:
    exercise = exercise_with(toy, tmp_path, "def test_values(solution):\n    solution(np.ones(2), 2.0)\n")
    verdict = grade_many([Answer(Path("a.py"), RIGHT)], exercise, seed=1, zygotes=zygotes)[0]
    assert verdict.outcome == "grader error"
    assert "compares nothing" in verdict.failed[0].message


def test_a_case_that_breaks_is_the_graders_fault(toy: Code, tmp_path: Path, zygotes: Zygotes) -> None:
    cases = "def test_values(solution):\n    solution(np.ones(2), 2.0).close(np.ones(2) / nothing)\n"
    exercise = exercise_with(toy, tmp_path, cases)
    verdict = grade_many([Answer(Path("a.py"), RIGHT)], exercise, seed=1, zygotes=zygotes)[0]
    assert verdict.outcome == "grader error"
    assert "does not count against you" in verdict.failed[0].message


def test_cases_that_cannot_be_collected(toy: Code, tmp_path: Path, zygotes: Zygotes) -> None:
    exercise = exercise_with(toy, tmp_path, "import nothing_of_this_name\n")
    with pytest.raises(GraderError, match="cannot be run"):
        grade_many([Answer(Path("a.py"), RIGHT)], exercise, seed=1, zygotes=zygotes)


def test_an_exercise_without_cases_passes_nobody(toy: Code, tmp_path: Path, zygotes: Zygotes) -> None:
    with pytest.raises(GraderError, match="cannot be run"):
        grade_many([Answer(Path("a.py"), RIGHT)], exercise_with(toy, tmp_path, ""), seed=1, zygotes=zygotes)


def test_a_missing_test_is_not_a_pass() -> None:
    tests = (TestResult("loads", "passed"), TestResult("test_a", "passed"))
    complete = Verdict("toy/scale", tests, ("loads", "test_a"), 1)
    assert complete.passed
    assert not replace(complete, expected=("loads", "test_a", "test_b")).passed
    assert not replace(complete, tests=(), expected=()).passed
    assert not replace(complete, tests=(tests[0], tests[0])).passed


def test_a_relation_that_does_not_hold_is_a_wrong_value(toy: Code, tmp_path: Path, zygotes: Zygotes) -> None:
    cases = (
        "def test_twice(solution):\n"
        "    x = np.ones(2)\n"
        "    once = solution(x, 2.0)\n"
        "    once.close(2 * x)\n"
        "    assert np.array_equal(once.value, solution(x, 3.0).value), 'three times is not twice'\n"
    )
    verdict = grade_many(
        [Answer(Path("a.py"), RIGHT)], exercise_with(toy, tmp_path, cases), seed=1, zygotes=zygotes
    )[0]
    first = verdict.failed[0]
    assert (first.outcome, first.message) == ("wrong value", "three times is not twice")


@pytest.mark.parametrize(
    ("body", "passes"),
    [
        ("raise ValueError('negative')", True),
        ("raise TypeError('negative')", False),
        ("return x", False),
        ("raise type('ValueErrors', (ValueError,), {})('x')", False),
    ],
)
def test_raises(toy: Code, tmp_path: Path, zygotes: Zygotes, body: str, passes: bool) -> None:
    exercise = exercise_with(
        toy, tmp_path, "def test_negative(solution):\n    solution.raises(ValueError, np.ones(2), -1.0)\n"
    )
    source = f"def scale(x, factor):\n    {body}\n"
    verdict = grade_many([Answer(Path("a.py"), source)], exercise, seed=1, zygotes=zygotes)[0]
    assert verdict.passed is passes


@pytest.mark.parametrize("library", ["numpy", "torch"])
def test_arguments_arrive_as_the_case_made_them(
    toy: Code, tmp_path: Path, zygotes: Zygotes, library: str
) -> None:
    """Layout, read-only flag, dtype and values; the answer only says what it saw."""
    cases = (
        "def test_seen(solution):\n"
        "    x = np.arange(24.0).reshape(4, 6)\n"
        "    frozen = x.copy()\n"
        "    frozen.flags.writeable = False\n"
        "    for array in (x, x.T, x[:, ::2], frozen, x.astype(np.float32)):\n"
        "        solution(array, 2.0).close(array.sum() + array[0, 1] * 100)\n"
    )
    source = (
        f"import {library}\n"
        "def scale(x, factor):\n"
        f"    assert type(x) is {'numpy.ndarray' if library == 'numpy' else 'torch.Tensor'}\n"
        "    return x.sum() + x[0, 1] * 100\n"
    )
    verdict = grade_many(
        [Answer(Path("a.py"), source)], exercise_with(toy, tmp_path, cases), seed=1, zygotes=zygotes
    )[0]
    assert verdict.passed, verdict.failed


def test_a_read_only_argument_cannot_be_written(toy: Code, tmp_path: Path, zygotes: Zygotes) -> None:
    cases = (
        "def test_frozen(solution):\n"
        "    x = np.ones(3)\n"
        "    x.flags.writeable = False\n"
        "    solution(x, 2.0).close(2 * np.ones(3))\n"
    )
    source = "def scale(x, factor):\n    x *= factor\n    return x\n"
    verdict = grade_many(
        [Answer(Path("a.py"), source)], exercise_with(toy, tmp_path, cases), seed=1, zygotes=zygotes
    )[0]
    first = verdict.failed[0]
    assert (first.outcome, first.message) == (
        "changed its input",
        "it writes into an argument at line 2; work on a copy",
    )


def test_an_accelerator_for_numpy_is_refused(toy: Code, zygotes: Zygotes) -> None:
    with pytest.raises(DeviceError, match="does not use torch"):
        grade_many([Answer(Path("a.py"), RIGHT)], toy, device="cuda", zygotes=zygotes)


def test_a_device_that_is_not_there_is_refused(toy: Code, zygotes: Zygotes) -> None:
    torch = pytest.importorskip("torch")
    if torch.backends.mps.is_available():
        pytest.skip("this machine has an mps device")
    with pytest.raises(DeviceError, match="finds no mps device"):
        grade_many([Answer(Path("a.py"), "import torch\n" + RIGHT)], toy, device="mps", zygotes=zygotes)


def test_without_torch_the_verdict_says_what_to_do(
    toy: Code, zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name, package=None: None)
    verdict = grade_many([Answer(Path("a.py"), "import torch\n" + RIGHT)], toy, seed=1, zygotes=zygotes)[0]
    assert verdict.outcome == "grader error"  # never counted: the answer is not to blame
    assert "pip install 'kb[torch]'" in verdict.failed[0].message


def test_json_is_the_published_form(grade_text: GradeText) -> None:
    told = grade_text(RIGHT).as_json()
    assert list(told) == [
        *(
            "schema",
            "question",
            "outcome",
            "tests",
            "mistake",
            "device",
            "sandbox",
            "seed",
            "warnings",
            "parts",
            "difference",
        )
    ]
    assert list(told["tests"][0]) == [
        "id",
        "outcome",
        "message",
        "expected",
        "got",
        "max_error",
        "first_difference",
        "input",
        "milliseconds",
        "printed",
        "part",
    ]
    assert told | {"tests": [], "sandbox": []} == {
        "schema": 1,
        "question": "toy/scale",
        "outcome": "passed",
        "tests": [],
        "mistake": None,
        "device": "cpu",
        "sandbox": [],
        "seed": 1,
        "warnings": [],
        "parts": [{"name": "core", "passed": 3, "tests": 3}],
        "difference": None,
    }
    with Zygotes() as zygotes:
        zygote = zygotes.get("numpy")
        zygote.wait_until_ready()
        assert told["sandbox"] == zygote.layers
    assert told["sandbox"][:2] == ["process group", "resource limits"]
    json.dumps(told, allow_nan=False)


def test_junit_counts_and_tells(grade_text: GradeText) -> None:
    from xml.etree import ElementTree

    root = ElementTree.fromstring(xml(grade_text("def scale(x, factor):\n    return x\n")))
    suite = root[0]
    assert (suite.get("name"), suite.get("tests"), suite.get("failures"), suite.get("errors")) == (
        "toy/scale",
        "3",
        "1",
        "0",
    )
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("type") == "wrong value"
    assert failure.get("message") == "expected 3 at [0], got 1; 3 of 3 values differ"
    assert failure.text is not None
    assert "got: [1, 2, 4]" in failure.text


def test_a_reference_is_graded_in_this_process(toy: Code) -> None:
    assert grade_reference(lambda x, factor: x * factor, toy, "numpy", 1).passed
    assert grade_reference(lambda x, factor: x * factor, toy, "torch", 1).passed
    verdict = grade_reference(lambda x, factor: x + factor, toy, "numpy", 1)
    assert verdict.failed[0].message == "expected 3 at [0], got 4; 3 of 3 values differ"
    assert np.isclose(verdict.failed[0].max_error or 0, 5.0)


def test_values_go_without_a_garbage_collection(toy: Code, zygotes: Zygotes) -> None:
    """A failure in a cycle with its values would keep megabytes until Python happens to look for cycles."""
    wrong = Answer(Path("a.py"), "import numpy as np\ndef scale(x, factor):\n    return np.zeros(1000)\n")
    gc.collect()
    gc.disable()
    try:
        verdicts = grade_many([wrong], toy, seed=1, zygotes=zygotes)
        kept = [thing for thing in gc.get_objects() if type(thing) is Evidence]
    finally:
        gc.enable()
    assert verdicts[0].failed
    assert kept == []
