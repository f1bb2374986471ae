"""PyTorch is optional: where it is missing nobody is blamed, nothing is recorded, and every way says how to add it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

TORCH = "# question: lab/double\nimport torch\n\n\ndef double(x):\n    return x + x\n"
WITHOUT = (
    "import importlib.util, sys\nkept = importlib.util.find_spec\n"
    "importlib.util.find_spec = lambda name, *more: None if name == 'torch' else kept(name, *more)\n"
    "sys.modules['torch'] = None\n"
    "from kb.quiz.cli import main\nsys.exit(main(sys.argv[1:]))"
)


@pytest.fixture
def run(quiz):
    """The program where PyTorch is not installed."""

    def without(
        *arguments: str, answers: str = "", built_in: bool = False
    ) -> subprocess.CompletedProcess[str]:
        environment = quiz.environment()
        if built_in:
            del environment["KB_BANK"]
        return subprocess.run(
            [sys.executable, "-c", WITHOUT, *arguments], env=environment, cwd=quiz.folder, input=answers,
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    return without


def test_an_answer_in_torch_is_wrong_use(quiz, run) -> None:
    quiz.write(TORCH)
    found = run("grade", "double.py")
    assert (found.returncode, found.stdout) == (2, ""), found.stderr
    assert (
        "imports torch, which is not installed here; `make torch` or `pip install 'kb[torch]'`"
        in found.stderr
    )
    assert quiz.history() == []
    found = run("grade", "double.py", "--json")
    assert (found.returncode, json.loads(found.stdout)["outcome"]) == (2, "wrong use")


def test_an_exercise_that_needs_torch(quiz, run) -> None:
    found = run("new", "cnn/basic_block", built_in=True)
    assert found.returncode == 0, found.stderr
    assert "cnn/basic_block needs PyTorch, which is not installed here; `make torch`" in found.stdout
    assert (quiz.folder / "basic_block.py").is_file()
    found = run("grade", "basic_block.py", built_in=True)
    assert (found.returncode, found.stdout) == (2, ""), found.stderr
    assert "torch, which is not installed here" in found.stderr
    assert "the grader failed" not in found.stderr
    (quiz.folder / "basic_block.py").write_text("# question: cnn/basic_block\nclass BasicBlock:\n    pass\n")
    found = run("grade", "basic_block.py", built_in=True)
    assert found.returncode == 2
    assert "cnn/basic_block needs PyTorch" in found.stderr


def test_a_session_offers_only_what_can_be_graded(run) -> None:
    found = run("--topic", "cnn/resnet", "--new", "99", answers="s\n" * 60, built_in=True)
    assert found.returncode == 0, found.stderr
    assert "2 exercises need PyTorch, which is not installed here; `make torch`" in found.stdout
    assert "cnn/resnet/" in found.stdout
    assert "basic_block" not in found.stdout.partition("left out")[2]


def test_one_that_is_asked_for_by_name(run) -> None:
    found = run("--topic", "cnn/basic_block", answers="w\n", built_in=True)
    assert found.returncode == 2
    assert "cnn/basic_block needs PyTorch" in found.stderr


def test_an_answer_in_torch_within_a_session(quiz, run) -> None:
    quiz.write(TORCH)
    found = run("--topic", "lab/double", answers="g\ns\n")
    assert found.returncode == 0, found.stderr
    assert "imports torch, which is not installed here" in " ".join(found.stdout.split())
    assert quiz.history() == []


def test_a_cohort(quiz, run) -> None:
    """Such an answer could not be graded; it did not fail."""
    (quiz.folder / "in").mkdir()
    (quiz.folder / "in" / "ada.py").write_text(TORCH)
    (quiz.folder / "in" / "bob.py").write_text(TORCH.replace("import torch\n", ""))
    found = run("grade-all", "in", "--json")
    assert found.returncode == 1, found.stderr
    records = {record["file"]: record for record in map(json.loads, found.stdout.splitlines())}
    assert records["ada.py"]["outcome"] == "wrong use"
    assert "ada.py: it imports torch, which is not installed here" in found.stderr
    assert records["bob.py"]["outcome"] == "passed"
