"""Which command lines are run in an isolated process."""

from __future__ import annotations

import pytest

from kb.quiz.arguments import COMMANDS
from kb.quiz.start import HARMLESS, grades

GRADING = {"grade", "watch", "grade-all"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", True),
        ("--topic detection", True),
        ("--topic new", True),
        ("grade nms.py", True),
        ("--bank doctor grade nms.py", True),
        ("--bank=stats watch nms.py", True),
        ("grade -- --list", True),
        ("grade nms.py --question new", True),
        ("--seed 1 stats", True),
        ("unknown", True),
        ("--list", False),
        ("--topic detection --list --json", False),
        ("grade --help", False),
        ("stats --topic detection", False),
        ("--bank folder hint nms", False),
        ("--no-record solution nms", False),
    ],
)
def test_in_doubt_an_answer_may_be_graded(line: str, expected: bool) -> None:
    assert grades(line.split()) is expected


def test_every_command_is_on_one_side() -> None:
    assert set(COMMANDS) == HARMLESS | GRADING
