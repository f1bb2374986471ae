"""Folders of answers to the toy exercise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.grader.cohort import identity
from kb.grader.cohort.batches import Batch, StudentAnswer
from kb.grader.cohort.roster import Roster, make_roster
from kb.grader.cohort.walk import walk

TOYBANK = Path(__file__).parents[1] / "toybank"
RIGHT = "# question: toy/scale\ndef scale(x, factor):\n    return x * factor\n"
WRONG = "# question: toy/scale\ndef scale(x, factor):\n    return x + factor\n"

Fill = Callable[[dict[str, str]], Path]


@pytest.fixture
def fill(tmp_path: Path) -> Fill:
    """Write files below a new folder, and give the folder."""

    def write(files: dict[str, str]) -> Path:
        for name, text in files.items():
            file = tmp_path / "answers" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return tmp_path / "answers"

    return write


def roster_of(folder: Path, asked: str | None = None) -> Roster:
    return make_roster(walk(folder), (TOYBANK,), asked)


def batch(*sources: str, rev: str | None = None, **more: object) -> Batch:
    """Answers to the toy exercise, named after their places: a0.py, a1.py."""
    from kb.bank import load_one

    rev = rev or identity.of_exercise(load_one((TOYBANK,), "toy/scale"))
    answers = tuple(StudentAnswer(f"a{i}.py", "", "answer.py", source) for i, source in enumerate(sources))
    return Batch("toy/scale", rev, answers, 1, identity.of_machine(), str(TOYBANK), **more)  # type: ignore[arg-type]
