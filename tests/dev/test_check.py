"""Each rule of the check refuses a planted fault. That the content itself passes, `make proof` shows."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.bank import BankError, load
from kb.dev.pages import pages
from kb.dev.prove import mirror
from kb.dev.prove.answers import check as check_answer
from kb.dev.prove.exercises import prove
from kb.dev.prove.snippet import output
from kb.dev.tree import Tree


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A small checkout: one page, its questions and one exercise."""
    here = Tree.here()
    for name in ("docs/detection/iou.md", "docs/detection/iou.figures.py", "kb/detection/iou.py"):
        copy(here.root / name, tmp_path / name)
    copy(here.root / "tests/detection/test_iou.py", tmp_path / "tests/detection/test_iou.py")
    copy(here.root / "questions/detection/iou.yaml", tmp_path / "questions/detection/iou.yaml")
    copy(here.root / "questions/schema.json", tmp_path / "questions/schema.json")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(
        here.root / "questions/detection/box_iou", tmp_path / "questions/detection/box_iou", ignore=ignored
    )
    return Tree(tmp_path)


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


def found(tree: Tree) -> list[str]:
    """The mirror's and the pages' findings."""
    bank = load((tree.questions,))
    return [str(finding) for finding in (*mirror.check(tree), *pages.check(tree, bank))]


def test_the_small_checkout_is_sound(tree: Tree) -> None:
    assert found(tree) == []


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        pytest.param(
            lambda root: (root / "tests/detection/test_iou.py").unlink(),
            "docs/detection/iou.md: its tests/detection/test_iou.py is missing",
            id="a page without tests",
        ),
        pytest.param(
            lambda root: (root / "kb/detection/iou.py").rename(root / "kb/detection/overlap.py"),
            "kb/detection/overlap.py: no page docs/detection/overlap.md mirrors it",
            id="a module without a page",
        ),
        pytest.param(
            lambda root: (root / "docs/detection/notes.txt").write_text("x"),
            "docs/detection/notes.txt: a stray file",
            id="a stray file in docs",
        ),
        pytest.param(
            lambda root: (root / "questions/detection/todo.txt").write_text("x"),
            "questions/detection/todo.txt: a stray file",
            id="a stray file in questions",
        ),
        pytest.param(
            lambda root: (root / "questions/detection/box_iou/conftest.py").write_text("x = 1"),
            "questions/detection/box_iou/conftest.py: a stray file in an exercise",
            id="a stray file in an exercise",
        ),
        pytest.param(
            lambda root: (root / "questions/detection/box_iou/mistakes/readme.md").write_text("x"),
            "mistakes/readme.md: a stray file: answers are .py files",
            id="a mistake that is no program",
        ),
        pytest.param(
            lambda root: (root / "questions/detection/box_iou/starter.py").unlink(),
            "questions/detection/box_iou: an exercise without starter.py",
            id="an exercise without a starter",
        ),
        pytest.param(
            lambda root: (root / "tests/detection/test_other.py").write_text("x = 1"),
            "tests/detection/test_other.py: a stray file",
            id="tests without a page",
        ),
        pytest.param(
            lambda root: planted(root / "tests/detection/equivalent/overlap.toml"),
            "tests/detection/equivalent/overlap.toml: a stray file: it argues about no module of kb/detection",
            id="arguments about no module",
        ),
        pytest.param(
            lambda root: edit(
                root / "docs/detection/iou.md", "## Derivation {#derivation}", "## Proof {#derivation}"
            ),
            "section 3 should be: ## Derivation {#derivation}",
            id="a renamed section",
        ),
        pytest.param(
            lambda root: edit(
                root / "docs/detection/iou.md", "## Sources {#sources}", "### Sources {#sources}"
            ),
            "section 8 should be: ## Sources {#sources}",
            id="a missing section",
        ),
        pytest.param(
            lambda root: edit(root / "docs/detection/iou.md", "(IoU, 交并比)", "(IoU)"),
            "expected one title, in English with the Chinese term",
            id="a title without Chinese",
        ),
        pytest.param(
            lambda root: edit(root / "docs/detection/iou.md", "/// mistakes | detection/box_iou\n///", ""),
            "the block `/// mistakes | detection/box_iou` is missing",
            id="mistakes that are not shown",
        ),
        pytest.param(
            lambda root: edit(root / "docs/detection/iou.md", "{#feeling}", "{#felt}"),
            "detection/iou/shifted-square refers to #feeling, which docs/detection/iou.md lacks",
            id="an anchor that is gone",
        ),
    ],
)
def test_a_planted_fault_is_found(tree: Tree, fault: Callable[[Path], object], expected: str) -> None:
    fault(tree.root)
    assert any(expected in line for line in found(tree)), found(tree)


def planted(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("", encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("question", "old", "new", "expected"),
    [
        ("one-corner-by-hand", "answer: 0.0667", "answer: 0.0767", "the answer is 0.0767, but"),
        (
            "one-corner-by-hand",
            "value: 0.0625",
            "value: 0.067",
            "found 0.067, which is the right answer, expected a wrong value",
        ),
        (
            "one-corner-by-hand",
            "compute: 4 / (15 + 15 - 4)",
            "compute: 2 / 30",
            "the wrong value 0.0666667 lies within the tolerance of the answer",
        ),
        ("predict-negative-sides", "answer: -3 -3 9", "answer: -3 -3 -9", "the snippet prints '-3 -3 9'"),
        (
            "bug-far-apart",
            "line: wh = hi - lo",
            "line: wh = lo - hi",
            "stands 0 times in unclamped_intersection.py",
        ),
        ("bug-far-apart", "mistake: unclamped_intersection", "mistake: nothing", "has no mistake nothing"),
        (
            "shifted-square",
            "compute: kb.detection.iou.box_iou([[0, 0, s, s]]",
            "compute: nothing([[0, 0, s, s]]",
            "nothing",
        ),
        ("broadcast-shape", "compute: (n, m, 2)", "compute: (n, k, 2)", "k"),
    ],
)
def test_a_wrong_answer_is_found(tree: Tree, question: str, old: str, new: str, expected: str) -> None:
    edit(tree.questions / "detection/iou.yaml", old, new)
    try:
        bank = load((tree.questions,))
        findings = [str(finding) for finding in check_answer(bank.get(f"detection/iou/{question}"), bank)]
    except BankError as error:  # some slips are refused at the door already
        findings = [str(problem) for problem in error.problems]
    assert len(findings) == 1
    assert expected in findings[0]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        pytest.param(
            "mistakes/plus_one.py",
            "+ 1",
            "+ 0",
            "test_hand_cases[edges touch] does not reject it",
            id="a mistake that is none",
        ),
        pytest.param(
            "mistakes/plus_one.py",
            "Caught by: test_hand_cases[edges touch]",
            "Caught by: test_no_boxes[neither]",
            "test_no_boxes[neither] does not reject it",
            id="another test rejects it",
        ),
        pytest.param(
            "mistakes/plus_one.py",
            "Caught by: test_hand_cases[edges touch]",
            "",
            "the docstring lacks Caught by:",
            id="a mistake that names no test",
        ),
        pytest.param(
            "accepted/numpy_broadcast.py", "np.clip(hi - lo, 0, None)", "hi - lo", "a right answer is rejected", id="a wrong answer"
        ),
        pytest.param(
            "starter.py",
            'raise NotImplementedError("write me")',
            "a, b = a[:, None], b[None]\n"
            "    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])\n"
            "    inter = np.clip(sides, 0, None).prod(-1)\n"
            "    union = sum((x[..., 2:] - x[..., :2]).prod(-1) for x in (a, b)) - inter\n"
            "    return inter / np.where(union > 0, union, 1)",
            "the starter passes, so it contains the answer",
            id="a starter with the answer",
        ),
        pytest.param(
            "starter.py", "# question: detection/box_iou", "# question: detection/iou", "the first line should be", id="a starter of another exercise"
        ),
        pytest.param(
            "question.yaml", "kb.detection.iou:box_iou", "kb.detection.iou:box_area", "the reference kb.detection.iou:box_area fails", id="another reference"
        ),
        pytest.param(
            "question.yaml", "kb.detection.iou:box_iou", "kb.detection.iou:gone", "the reference kb.detection.iou:gone is not there", id="no reference"
        ),
        pytest.param(
            "test_box_iou.py", "import numpy as np", "import numpy as np\nimport nothing_of_this_name", "cannot be run", id="cases that do not load"
        ),
    ],
)  # fmt: skip
def test_a_fault_in_an_exercise_is_found(tree: Tree, name: str, old: str, new: str, expected: str) -> None:
    folder = tree.questions / "detection/box_iou"
    for kept in (*folder.glob("mistakes/*.py"), *folder.glob("accepted/*.py")):
        if kept.stem not in ("plus_one", "numpy_broadcast"):
            kept.unlink()
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    findings = [str(finding) for finding in prove(load((tree.questions,)).exercises[0]).findings]
    assert any(expected in finding for finding in findings), findings


def test_a_snippet_that_needs_more_lines_is_not_python() -> None:
    with pytest.raises(ValueError, match=r"the snippet is not Python: .* at line 1"):
        output("@print", "detection/iou/predict")
