"""Assign answers to questions: a history follows the id, through renames, as long as ``rev`` stays the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kb.progress.model.answered import Answered

if TYPE_CHECKING:
    from kb.bank.model.question import Question


def names(questions: Iterable[Question]) -> tuple[str, ...]:
    """All ids under which answers to ``questions`` may have been recorded, without repetition."""
    return tuple(dict.fromkeys(name for question in questions for name in (question.id, *question.formerly)))


def histories(answers: Iterable[Answered], questions: Iterable[Question]) -> dict[str, list[Answered]]:
    """The answers to each question that has any, by the question's id now, in the order of the questions.

    Answers to another ``rev`` are left out, and so are answers to no question. Where an id was given to a
    new question, its answers count for the question that has it now, not for the one that had it before.
    """
    known = {question.id: question for question in questions}
    owner = {former: question for question in known.values() for former in question.formerly} | known
    found: dict[str, list[Answered]] = {identity: [] for identity in known}
    for answered in answers:
        question = owner.get(answered.question)
        if question is not None and question.rev == answered.rev:
            found[question.id].append(answered)
    return {identity: own for identity, own in found.items() if own}
