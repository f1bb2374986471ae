"""A terminal that has ASCII alone: no line is too wide, and no question of which the half is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.bank import default_root, load
from kb.quiz.commands.offer import needs_chinese
from kb.quiz.text.plain import without_glosses

ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def built_in(quiz, *arguments: str, answers: str | None = None, **environment: str):
    return quiz.run("--bank", str(default_root()), *arguments, answers=answers, **environment)


@pytest.mark.parametrize("columns", ["72", "80", "100"])
def test_the_list_fits(quiz, columns: str) -> None:
    found = built_in(quiz, "--list", COLUMNS=columns, **ASCII)
    assert found.returncode == 0, found.stderr
    assert "..." in found.stdout, "something is cut off"
    assert [line for line in found.stdout.splitlines() if len(line) > int(columns)] == []


def test_a_report_fits(quiz) -> None:
    quiz.write("# question: lab/double\ndef double(x):\n    raise ValueError('a long word … ' * 90)\n")
    found = quiz.run("grade", "double.py", COLUMNS="60", **ASCII)
    assert found.returncode == 1, found.stderr
    assert [line for line in found.stdout.splitlines() if len(line) > 60] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GIoU (广义交并比) has the hull.", "GIoU has the hull."),
        ("the loss（损失） falls", "the loss falls"),
        ("a (b) c", "a (b) c"),
        ("over-fitting (过拟合, overfit), then (a)", "over-fitting, then (a)"),
        ("Precision, 查准率", "Precision, 查准率"),
    ],
)
def test_a_gloss_can_be_left_out(text: str, expected: str) -> None:
    assert without_glosses(text) == expected


def test_no_question_shows_signs_that_are_lost(quiz) -> None:
    """All that are asked, of the whole bank: no question mark stands for a Chinese character."""
    questions = load((default_root(),)).questions
    left_out = [question.id for question in questions if needs_chinese(question)]
    assert 0 < len(left_out) < 12, left_out
    found = built_in(quiz, "--new", "999", answers="s\n" * 2000, **ASCII)
    assert f"{len(left_out)} questions need Chinese characters" in " ".join(found.stdout.split())
    assert "??" not in found.stdout
    assert not [name for name in left_out if name in found.stdout]


def test_one_that_is_asked_for_by_name_is_refused(quiz, tmp_path: Path) -> None:
    page = tmp_path / "terms" / "lab" / "terms.yaml"
    page.parent.mkdir(parents=True)
    page.write_text(
        "questions:\n  - id: precision\n    rev: 1\n    kind: single\n    level: 1\n    frequency: core\n    prompt: Its name?\n"
        "    options:\n      - {text: 'Precision, 查准率', why: Yes., right: true}\n      - {text: 'Precision, 查全率', why: No.}\n"
        "    why: So it is.\n    page: in-30-seconds\n",
        encoding="utf-8",
    )
    bank = ("--bank", str(page.parents[1]), "--topic", "lab/terms/precision")
    found = quiz.run(*bank, answers="a\n", **ASCII)
    assert found.returncode == 2
    assert "needs Chinese characters, which this terminal cannot show" in found.stderr
    assert "查准率" in quiz.run(*bank, answers="a\n").stdout
