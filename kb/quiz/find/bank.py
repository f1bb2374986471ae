"""Finding questions by what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kb.bank import UnknownTopic, load, load_one
from kb.bank.model.names import close, fold
from kb.bank.model.question import Code, Question
from kb.quiz.rules.status import Refused

SHOWN = 5


def questions(roots: tuple[Path, ...], topic: str | None) -> tuple[Question, ...]:
    """The questions of an area, a page, an exercise, one id, or a tag; all without a topic.

    Raises:
        BankError: the bank has problems.
        UnknownTopic: nothing has this name.
    """
    try:
        return load(roots, topic).questions
    except UnknownTopic as unknown:
        tagged = tuple(q for q in load(roots).questions if fold(topic or "") in map(fold, q.tags))
        if tagged:
            return tagged
        raise unknown from None


def one(roots: tuple[Path, ...], name: str) -> Question:
    """The question with this id, or with this last part of an id where no other has it.

    Raises:
        Refused: there is none, or more than one.
        BankError: the bank has problems.
    """
    try:
        return load_one(roots, name)
    except UnknownTopic:
        pass
    try:
        found: Sequence[Question] = load(roots, name).questions
    except UnknownTopic:
        every = load(roots).questions
        found = [question for question in every if fold(question.id.rpartition("/")[2]) == fold(name)]
        if not found:
            raise Refused(_unknown(name, every)) from None
    if len(found) == 1:
        return found[0]
    same = [
        question
        for question in found
        if fold(question.id.rpartition("/")[2]) == fold(name.rpartition("/")[2])
    ]
    if len(same) == 1:
        return same[0]
    some = ", ".join(question.id for question in found[:SHOWN])
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    raise Refused(f"{name!r} names {len(found)} questions, one was expected: {some}{more}")


def exercise(roots: tuple[Path, ...], name: str) -> Code:
    """The exercise with this id or bare name.

    Raises:
        Refused: it names something else, or nothing.
    """
    try:
        return load_one(roots, name)
    except UnknownTopic:
        pass
    every = load(roots).exercises
    same = [code for code in every if fold(name) in (fold(code.id), fold(code.folder.name))]
    if len(same) == 1:
        return same[0]
    near = _near(name, every)
    hint = f"; did you mean {' or '.join(near)}?" if near else "; `python -m kb.quiz --list` shows all"
    raise Refused(f"no exercise {name!r}{hint}")


def _unknown(name: str, every: Sequence[Question]) -> str:
    near = _near(name, every)
    return f"no question {name!r}" + (
        f"; did you mean {' or '.join(near)}?" if near else "; --list shows all"
    )


def _near(name: str, every: Sequence[Question]) -> list[str]:
    """The ids that were probably meant, by the whole id or by its last part."""
    last = {question.id.rpartition("/")[2]: question.id for question in every}
    return close(name, [question.id for question in every]) or [last[each] for each in close(name, last)]
