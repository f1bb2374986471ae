"""The questions that a session can offer here, and a note on those that PyTorch or the terminal is missing for."""

from __future__ import annotations

from collections.abc import Sequence

from kb.bank.find.libraries import ADD_TORCH, has_torch, lacking, needs_torch
from kb.bank.model.question import Code, Multiple, Open, Order, Question, Single
from kb.quiz.screen.screen import Screen
from kb.quiz.text.plain import without_glosses


def split(questions: Sequence[Question], screen: Screen) -> tuple[tuple[Question, ...], list[str]]:
    """The questions that can be asked, and a line on those that cannot."""
    notes: list[str] = []
    kept = list(questions)
    if not has_torch():
        out = [question for question in kept if isinstance(question, Code) and needs_torch(question)]
        if len(out) == 1:
            notes.append(f"{lacking(out[0])}.")
        elif out:
            notes.append(
                f"{len(out)} exercises need PyTorch, which is not installed here; {ADD_TORCH}. They are left out."
            )
        kept = [question for question in kept if question not in out]
    if not screen.shows_chinese:
        unseen = [question for question in kept if needs_chinese(question)]
        if unseen:
            count = "1 question needs" if len(unseen) == 1 else f"{len(unseen)} questions need"
            notes.append(
                f"{count} Chinese characters, which this terminal cannot show; left out. "
                "In a UTF-8 locale everything is asked."
            )
        kept = [question for question in kept if question not in unseen]
    return tuple(kept), notes


def needs_chinese(question: Question) -> bool:
    """Whether it cannot be asked without Chinese characters; a gloss in brackets can be left out of a text."""
    texts = [question.prompt]
    match question:
        case Single() | Multiple():
            texts += [option.text for option in question.options]
        case Order():
            texts += question.steps
        case Open():
            texts += question.points
    return any(_chinese(without_glosses(text)) for text in texts)


def _chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)
