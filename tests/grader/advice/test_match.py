"""A mistake has to fail what the answer fails, and to pass what it passes, before the answer is named after it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.bank.model.question import Code
from kb.grader import Answer, Mistake, Zygotes, grade_many
from kb.grader.advice.known import describe
from kb.grader.advice.repeat import MistakeWorkers
from kb.grader.process.calls import Call, perform

CASES = '''import numpy as np
import pytest


def test_counts(solution):
    """Whole numbers: a float is of the wrong kind."""
    solution(np.array([3, 4]), 1).equals(np.array([6, 8]))


@pytest.mark.parametrize("by", [2, 3, 5, 7])
def test_products(solution, by):
    solution(np.array([1.5, -2.5, 4.0]), by).close(2.0 * by * np.array([1.5, -2.5, 4.0]))


def test_small(solution):
    solution(np.array([0.001, 1e-6]), 1).close(np.array([0.002, 2e-6]))


def test_made_of_the_result(solution):
    result = solution(np.array([1.0, -1.0, 2.0]), 1)
    result.holding(np.sort(result.value)).equals(np.array([-2.0, 2.0, 4.0]))


def test_empty(solution):
    solution(np.zeros(0), 1).close(np.zeros(0))


def test_a_negative_factor_is_refused(solution):
    solution.raises(ValueError, np.ones(2), -1)


@pytest.mark.parametrize("size", [200.0, 800.0, 900.0])
def test_large(solution, size):
    solution(np.array([size]), 1e300).close(np.array([size * 2e300]))
'''

RIGHT = """import numpy as np


def scale(x, factor):
    if factor < 0:
        raise ValueError("negative")
    {}
"""

MISTAKES = {
    # The first one is right on counts, the second has the kind of the answer below.
    "seven_is_five": ("return 2 * x * (5 if factor == 7 else factor)", "test_products[7]", ""),
    "floats": ("return 2.0 * x * factor", "test_counts", ""),
    "shifted": (
        "return 2 * x * factor + (x.dtype.kind == 'f') * 1e-3",
        "test_products[2], test_small",
        "Also with: 1e-4, 1e-5 for 1e-3\n",
    ),
    "fails_without_values": ("x[0]; return 2 * x * factor", "test_empty", ""),
    "negative": ("return -2 * x * factor", "test_counts, test_made_of_the_result", ""),
    "overflows": (
        "return 2 * x * factor * (np.exp(x) / np.exp(x) if x.dtype.kind == 'f' else 1)",
        "test_large[800.0]",
        "",
    ),
}


@pytest.fixture
def exercise(toy: Code, tmp_path: Path) -> Code:
    """2 * x * factor; a negative factor is a ValueError."""
    folder = tmp_path / "scale"
    (folder / "mistakes").mkdir(parents=True)
    (folder / "test_scale.py").write_text(CASES)
    (folder / "starter.py").write_text("def scale(x, factor):\n    raise NotImplementedError\n")
    for name, (line, caught, more) in MISTAKES.items():
        told = f'"""The mistake {name}.\n\nBecause.\n\nCaught by: {caught}\n{more}"""\n'
        (folder / "mistakes" / f"{name}.py").write_text(told + RIGHT.format(line))
    return replace(toy, folder=folder)


def named(exercise: Code, zygotes: Zygotes, line: str, source: str = RIGHT) -> Mistake | None:
    answer = Answer(Path("answer.py"), source.format(line))
    verdict = grade_many([answer], exercise, seed=1, zygotes=zygotes)[0]
    assert not verdict.passed
    return verdict.mistake


def ids(mistake: Mistake | None) -> list[str]:
    return [] if mistake is None else [mistake.id, *(other.id for other in mistake.also)]


def test_a_mistake_that_is_right_at_the_failing_call_explains_nothing(
    exercise: Code, zygotes: Zygotes
) -> None:
    """All files but one give 6 and 8 here; the answer gives 6.0 and 8.0."""
    assert ids(named(exercise, zygotes, "return x * (2.0 * factor)")) == ["floats"]


def test_a_mistake_that_breaks_what_is_right_is_another_one(exercise: Code, zygotes: Zygotes) -> None:
    """The values of ``negative`` where the first case fails, but right in all cases of floats."""
    line = "return (-2 if x.dtype.kind == 'i' else 2) * x * factor"
    assert ids(named(exercise, zygotes, line)) == []


def test_another_number_in_the_same_mistake(exercise: Code, zygotes: Zygotes) -> None:
    mistake = named(exercise, zygotes, "return x * factor + x * factor + 1e-5 * (x.dtype.kind == 'f')")
    assert ids(mistake) == ["shifted"]
    assert mistake is not None
    assert mistake.title == "The mistake shifted (here with 1e-5)"


def test_the_number_that_is_written_has_no_addition(exercise: Code, zygotes: Zygotes) -> None:
    mistake = named(exercise, zygotes, "return x * factor + x * factor + 1e-3 * (x.dtype.kind == 'f')")
    assert mistake is not None
    assert mistake.title == "The mistake shifted"


def test_exceptions_of_different_slips(exercise: Code, zygotes: Zygotes) -> None:
    """Both are an IndexError for the same input."""
    assert ids(named(exercise, zygotes, "[*x][0]; return 2 * x * factor")) == ["fails_without_values"]
    source = "import numpy as np\n\n\ndef scale(x, factor):\n    {}\n"
    line = "if factor < 0: raise ValueError\n    if not x.size: x[0, 0]\n    return 2 * x * factor"
    assert ids(named(exercise, zygotes, line, source)) == []


def test_a_value_that_a_case_made_of_the_result_is_compared_too(exercise: Code, zygotes: Zygotes) -> None:
    """The failing call brings what the mistake brings, although the case looks at it sorted."""
    assert ids(named(exercise, zygotes, "return -(x + x) * factor")) == ["negative"]


def test_two_mistakes_at_once(exercise: Code, zygotes: Zygotes) -> None:
    line = "x[0]; return 2 * x * (5 if factor == 7 else factor)"
    mistake = named(exercise, zygotes, line)
    assert mistake is not None
    assert mistake.second is not None
    assert {mistake.id, mistake.second.id} == {"fails_without_values", "seven_is_five"}
    assert mistake.as_json()["second"]["id"] == mistake.second.id


def test_an_exception_for_an_infinity(exercise: Code, zygotes: Zygotes) -> None:
    """NumPy goes on with NaN where the library of Python raises an OverflowError."""
    source = """import math

import numpy as np


def scale(x, factor):
    if factor < 0:
        raise ValueError
    {}
"""
    line = "return x * factor * (np.array([2 * math.exp(v) / math.exp(v) for v in x]) if x.dtype.kind == 'f' else 2)"
    assert ids(named(exercise, zygotes, line, source)) == ["overflows"]


def test_nan_beside_a_number(exercise: Code, zygotes: Zygotes) -> None:
    """The mistake gives NaN where the answer gives infinity: no call agrees, but both fail only what is large."""
    line = """if x.dtype.kind == 'f' and x.max(initial=0) > 700:
        return x * np.inf * factor
    return x * 2 * factor"""
    assert ids(named(exercise, zygotes, line)) == ["overflows"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Also with: 1e-6", "is not of the form"),
        ("Also with: small for 1e-7", "is not of the form"),
        ("Also with: 1e-6 for 1e-7", "the code has no number 1e-7"),
    ],
)
def test_numbers_that_cannot_be_put_in(exercise: Code, line: str, problem: str) -> None:
    path = exercise.folder / "mistakes" / "floats.py"
    path.write_text(f'"""T.\n\nE.\n\nCaught by: test_a\n{line}\n"""\nx = 1e-3\n')
    with pytest.raises(ValueError, match=problem):
        describe(path, exercise)


def test_only_the_code_gets_the_other_number(exercise: Code) -> None:
    path = exercise.folder / "mistakes" / "floats.py"
    path.write_text(
        '"""T.\n\nWith 1e-7.\n\nCaught by: test_a\nAlso with: 1e-6 for 1e-7\n"""\nx, y = 1e-7, [1e-7]  # 1e-7\n'
    )
    (variant,) = describe(path, exercise).variants
    assert variant.answer.source.splitlines()[-1] == "x, y = 1e-6, [1e-6]  # 1e-7"
    assert "With 1e-7." in variant.answer.source


def test_a_worker_that_was_given_another_text_knows_its_lines(zygotes: Zygotes) -> None:
    """Mistakes share a worker. Without the line an exception that an answer raises itself looks like a library's."""
    first = Answer(Path("first.py"), "def scale(x, factor):\n    return x\n")
    second = Answer(Path("second.py"), "def scale(x, factor):\n    y = x\n    raise ValueError(y)\n")
    with MistakeWorkers(zygotes.get("numpy"), "scale", 1) as stage:
        assert perform(stage.link("first", first), Call((1.0, 2.0))).failure is None
        failure = perform(stage.link("second", second), Call((1.0, 2.0))).failure
    assert failure is not None and failure.line == 3
