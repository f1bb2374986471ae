"""The special cases in the stored detail of an answer to an exercise. The detail is JSON of any origin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kb.progress.model.answered import Answered
from kb.progress.rules.history import histories

if TYPE_CHECKING:
    from kb.bank.model.question import Question


def open_edges(detail: object) -> tuple[str, ...]:
    """The edges that are open, where only edges are: the core is right. Empty for everything else.

    Args:
        detail: as ``kb.quiz.commands.grading.detail`` writes it; older ones lack the fields, and other kinds have
            their own.
    """
    if not isinstance(detail, dict) or detail.get("only_edges") is not True:
        return ()
    parts = detail.get("parts")
    return tuple(
        str(part["name"])
        for part in (parts if isinstance(parts, list) else ())
        if isinstance(part, dict)
        and {"name", "passed", "tests"} <= part.keys()
        and part["passed"] != part["tests"]
    )


def only_edges(questions: Iterable[Question], answers: Iterable[Answered]) -> dict[str, tuple[str, ...]]:
    """The exercises whose last answer has the core right and edges open, and which edges, by id."""
    import json

    last = {
        id: max(own, key=lambda each: each.at) for id, own in histories(answers, tuple(questions)).items()
    }
    found = {id: open_edges(json.loads(each.detail)) for id, each in last.items() if not each.right}
    return {id: edges for id, edges in found.items() if edges}
