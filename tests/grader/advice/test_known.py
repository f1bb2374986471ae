"""A failed answer is named after the mistake that it behaves like, and after no other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.bank.model.question import Code
from kb.grader import Answer, Mistake, Zygotes, grade_many
from kb.grader.advice.known import describe

CASES = """import numpy as np
import pytest


@pytest.mark.parametrize("x", [[1.0, 2.0], [-1.0, 3.0], []], ids=["positive", "mixed", "empty"])
def test_absolute(solution, x):
    solution(np.array(x), 2.0).close(2.0 * np.abs(np.array(x)))


def test_input_is_kept(solution):
    x = np.array([-5.0, 1.0])
    solution(x, 2.0).close(np.array([10.0, 2.0]))


@pytest.mark.gradient
def test_gradient(solution):
    solution.gradient(np.array([2.0, 3.0]), 2.0, cotangent=np.array([1.0, 5.0])).close(np.array([2.0, 10.0]))
"""

MISTAKES = {
    "no_abs": "def scale(x, factor):\n    return x * factor\n",
    "clipped": "import numpy as np\ndef scale(x, factor):\n    return np.maximum(x, 0) * factor\n",
    "same_as_clipped": "def scale(x, factor):\n    return (x + abs(x)) / 2 * factor\n",
    "in_place": "import numpy as np\ndef scale(x, factor):\n    np.abs(x, out=x)\n    return x * factor\n",
    "needs_one": "def scale(x, factor):\n    x[0]\n    return abs(x) * factor\n",
    "detached": "import torch\ndef scale(x, factor):\n    return (x * 3 - x.detach() * 2).abs() * 2 / 1\n",
}
CAUGHT_BY = {"needs_one": "test_absolute[empty]", "detached": "test_gradient"}


@pytest.fixture
def exercise(toy: Code, tmp_path: Path) -> Code:
    """|x| * factor, with six mistakes of which two give the same everywhere."""
    folder = tmp_path / "scale"
    (folder / "mistakes").mkdir(parents=True)
    (folder / "test_scale.py").write_text(CASES)
    for name, source in MISTAKES.items():
        caught = CAUGHT_BY.get(name, "test_absolute[mixed]")
        text = f'"""The mistake {name}.\n\nBecause of {name}.\n\nCaught by: {caught}\n"""\n{source}'
        (folder / "mistakes" / f"{name}.py").write_text(text)
    return replace(toy, folder=folder)


def named(exercise: Code, zygotes: Zygotes, source: str) -> Mistake | None:
    verdict = grade_many([Answer(Path("answer.py"), source)], exercise, seed=1, zygotes=zygotes)[0]
    assert not verdict.passed
    return verdict.mistake


def test_by_its_values(exercise: Code, zygotes: Zygotes) -> None:
    mistake = named(exercise, zygotes, "def scale(x, factor):\n    return [v * factor for v in x]\n")
    assert mistake is not None
    assert (mistake.id, mistake.also) == ("no_abs", ())


def test_both_where_they_cannot_be_told_apart(exercise: Code, zygotes: Zygotes) -> None:
    source = "def scale(x, factor):\n    return [v * factor if v > 0 else 0.0 for v in x]\n"
    mistake = named(exercise, zygotes, source)
    assert mistake is not None
    assert [mistake.id, *(other.id for other in mistake.also)] == ["clipped", "same_as_clipped"]


def test_by_what_it_does_to_its_input(exercise: Code, zygotes: Zygotes) -> None:
    source = "def scale(x, factor):\n    x[x < 0] *= -1\n    return factor * x\n"
    mistake = named(exercise, zygotes, source)
    assert mistake is not None
    assert mistake.id == "in_place"


def test_by_its_exception(exercise: Code, zygotes: Zygotes) -> None:
    source = "def scale(x, factor):\n    first = x[0]\n    return abs(x) * factor\n"
    mistake = named(exercise, zygotes, source)
    assert mistake is not None
    assert mistake.id == "needs_one"


def test_by_its_gradient(exercise: Code, zygotes: Zygotes) -> None:
    source = (
        "import torch\ndef scale(x, factor):\n    y = x.abs() * factor\n    return y + 2 * (y - y.detach())\n"
    )
    mistake = named(exercise, zygotes, source)
    assert mistake is not None
    assert mistake.id == "detached"


def test_a_torch_answer_is_compared_with_numpy_mistakes_too(exercise: Code, zygotes: Zygotes) -> None:
    mistake = named(
        exercise, zygotes, "import torch\ndef scale(x, factor):\n    return torch.relu(x) * factor\n"
    )
    assert mistake is not None
    assert mistake.id == "clipped"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def scale(x, factor):\n    return abs(x) * factor + 1\n", id="other values"),
        pytest.param("def scale(x, factor):\n    return 'text'\n", id="no values"),
        pytest.param("def scale(x, factor):\n    raise KeyError(0)\n", id="another exception"),
        pytest.param("def scale(x, factor)\n", id="no program"),
    ],
)
def test_no_name_without_a_match(exercise: Code, zygotes: Zygotes, source: str) -> None:
    assert named(exercise, zygotes, source) is None


def test_the_first_failing_case_decides(exercise: Code, zygotes: Zygotes) -> None:
    """Right on the mixed case, in which no_abs is wrong; a later case is wrong like no_abs."""
    source = (
        "def scale(x, factor):\n    return abs(x) * factor if len(x) and x[0] != -5 else x * factor + 7\n"
    )
    assert named(exercise, zygotes, source) is None


def test_a_docstring_in_full(exercise: Code) -> None:
    path = exercise.folder / "mistakes" / "no_abs.py"
    told = describe(path, exercise)
    assert (told.id, told.title, told.explanation) == ("no_abs", "The mistake no_abs", "Because of no_abs.")
    assert (told.caught_by, told.page) == (("test_absolute[mixed]",), "toy/scale#common-mistakes")


def test_several_tests_and_another_page(exercise: Code) -> None:
    path = exercise.folder / "mistakes" / "no_abs.py"
    path.write_text('"""T.\n\nE.\n\nCaught by: test_a[x, y], test_b\nPage: a/b#c\n"""\n')
    told = describe(path, exercise)
    assert (told.caught_by, told.page) == (("test_a[x, y]", "test_b"), "a/b#c")


@pytest.mark.parametrize(
    ("docstring", "lacks"),
    [("", "a title"), ("T.\n\nCaught by: test_a", "an explanation"), ("T.\n\nE.", "Caught by:")],
)
def test_an_incomplete_docstring_is_refused(exercise: Code, docstring: str, lacks: str) -> None:
    path = exercise.folder / "mistakes" / "no_abs.py"
    path.write_text(f'"""{docstring}\n"""\n')
    with pytest.raises(ValueError, match=f"no_abs.py: the docstring lacks {lacks}"):
        describe(path, exercise)
