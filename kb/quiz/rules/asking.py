"""One asking of a question: its numbers drawn, its options shuffled. Pure; the dice are passed in."""

from __future__ import annotations

import random
from dataclasses import dataclass

from kb.bank.model.question import Bug, Multiple, Numeric, Order, Question, Shape, Single
from kb.quiz.rules.answers.letters import letters


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands on the screen.

    Attributes:
        question: with its numbers drawn.
        order: which option or step stands at each place, for the kinds that shuffle.
        snippet: the lines shown with numbers, for ``bug``.
    """

    question: Question
    order: tuple[int, ...] = ()
    snippet: tuple[str, ...] = ()

    @property
    def letters(self) -> str:
        return letters(len(self.order))

    def letter(self, index: int) -> str:
        """The letter under which the option or step ``index`` of the bank stands."""
        return self.letters[self.order.index(index)]


def ask(question: Question, rng: random.Random, snippet: str = "") -> Asked:
    """Draw and shuffle. Steps never come in their right order, where there are two that differ."""
    if isinstance(question, Numeric | Shape) and _computed(question):
        from kb.bank.compute.draw import draw

        return Asked(draw(question, rng))
    if isinstance(question, Single | Multiple):
        return Asked(question, _shuffled(len(question.options), rng))
    if isinstance(question, Order):
        order = _shuffled(len(question.steps), rng)
        if [question.steps[index] for index in order] == list(question.steps):
            order = (*order[1:], *order[:1])
        return Asked(question, order)
    return Asked(question, snippet=tuple(snippet.splitlines()) if isinstance(question, Bug) else ())


def _computed(question: Numeric | Shape) -> bool:
    """Whether something must be drawn or computed before the question can be asked."""
    return bool(question.variables) or any(wrong.value is None for wrong in question.wrong)


def _shuffled(count: int, rng: random.Random) -> tuple[int, ...]:
    return tuple(rng.sample(range(count), count))
