"""``solution``: a file that runs, whatever the width, in the learner's own style."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from kb.bank import default_root, load
from kb.bank.model.question import Code
from kb.content import shown
from kb.quiz.find import starter

ROOT = Path(__file__).parents[2]
EXERCISES = [exercise.id for exercise in load((default_root(),)).exercises]
NUMPY = "# question: {id}\nimport numpy as np\n"
TORCH = "# question: {id}\nimport torch\n"


@pytest.fixture(scope="module")
def exercises() -> dict[str, Code]:
    return {exercise.id: exercise for exercise in load((default_root(),)).exercises}


@pytest.mark.parametrize("columns", ["20", "44", "100"])
def test_what_is_printed_into_a_file_passes(quiz, columns: str) -> None:
    long = "def double(x):\n    return x + x  # " + "a long remark, " * 20 + "and so on"
    accepted = quiz.bank / "lab" / "double" / "accepted" / "plus.py"
    before = accepted.read_text()
    accepted.write_text(f'"""Plain Python, a sum."""\n\n\n{long}\n')
    try:
        found = quiz.run("solution", "lab/double", "--yes", COLUMNS=columns)
    finally:
        accepted.write_text(before)
    assert found.returncode == 0, found.stderr
    assert long.splitlines()[1] in found.stdout, "no line of code is wrapped"
    quiz.write(found.stdout, "shown.py")
    graded = quiz.run("grade", "shown.py", "--no-record")
    assert graded.returncode == 0, graded.stdout + graded.stderr
    assert "PASSED" in graded.stdout
    assert "The smallest exercise there is." in found.stdout.replace("\n#", ""), "and why"


def test_a_question_of_drawn_numbers_shows_them(quiz, tmp_path: Path) -> None:
    page = tmp_path / "numbers" / "lab" / "sums.yaml"
    page.parent.mkdir(parents=True)
    page.write_text(
        "questions:\n  - {id: sum, rev: 1, kind: numeric, level: 1, frequency: core, prompt: 'What is {{n}} + 1?', "
        "vars: {n: [41]}, compute: n + 1, why: 'One more than {{n}} is {{n}} + 1.', page: in-30-seconds}\n"
    )
    found = quiz.run("--bank", str(page.parents[1]), "solution", "lab/sums/sum", "--yes")
    assert found.returncode == 0, found.stderr
    assert "One more than 41 is 41 + 1." in found.stdout
    assert "{{" not in found.stdout


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        pytest.param(None, "NumPy", id="unknown"),
        pytest.param(TORCH, "PyTorch", id="PyTorch"),
        pytest.param(NUMPY, "NumPy", id="NumPy"),
        pytest.param("def box_iou(a, b):\n    return 0\n", "plain Python", id="plain Python"),
        pytest.param("def (", "plain Python", id="not Python"),
    ],
)
def test_the_learners_own_style(exercises, tmp_path: Path, own: str | None, expected: str) -> None:
    exercise = exercises["detection/box_iou"]
    if own is not None:
        (tmp_path / "box_iou.py").write_text(own)
    right = shown.choose(exercise, starter.style_here(exercise, tmp_path))
    assert right.parent == exercise.folder / "accepted"
    assert shown.declared(right.read_text()) == expected


@pytest.mark.parametrize("name", EXERCISES)
def test_what_is_shown_is_self_contained(exercises, name: str) -> None:
    """Every name that it uses is built in, imported from NumPy, torch or the standard library, or defined in it."""
    exercise = exercises[name]
    source = shown.text(exercise, shown.choose(exercise))
    tree = ast.parse(source)
    assert source.startswith(f"# question: {name}\n")
    assert exercise.entry in {getattr(node, "name", None) for node in tree.body}
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert {module.partition(".")[0] for module in imported} <= {"numpy", "torch", *sys.stdlib_module_names}


def test_of_several_in_one_style_the_one_like_the_reference(exercises) -> None:
    assert shown.choose(exercises["detection/nms"]).stem == "numpy_greedy"


def test_a_module_is_shown_in_pytorch(exercises) -> None:
    assert shown.declared(shown.choose(exercises["cnn/basic_block"]).read_text()) == "PyTorch"


def test_the_shown_giou_passes(tmp_path: Path, quiz) -> None:
    environment = quiz.environment()
    environment.pop("KB_BANK")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            quiz.command(*arguments),
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    (tmp_path / "shown.py").write_text(run("solution", "detection/giou_loss", "--yes").stdout)
    graded = run("grade", "shown.py")
    assert graded.returncode == 0, graded.stdout + graded.stderr


def test_code_in_a_session_is_not_wrapped_in_a_pipe(quiz, tmp_path: Path) -> None:
    line = "print('" + "a word " * 20 + "')"
    page = tmp_path / "long" / "lab" / "long.yaml"
    page.parent.mkdir(parents=True)
    page.write_text(
        "questions:\n  - id: long\n    rev: 1\n    kind: predict\n    level: 1\n    frequency: core\n    prompt: What?\n"
        f"    snippet: |\n      {line}\n    answer: {'a word ' * 20!r}\n    why: It prints.\n    page: in-30-seconds\n"
    )
    found = quiz.run("--bank", str(page.parents[1]), "--topic", "lab/long/long", answers="s\n", COLUMNS="44")
    assert line in found.stdout, found.stdout + found.stderr
