"""Nobody passes by guessing from the form: the longest option, or the place where it stands, gives nothing away.

A strategy that knows nothing is right as often as chance allows. Over the whole bank the number of questions that it
gets right must lie within two standard deviations of that, and no right option stands out by its length alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kb.bank import Bank
from kb.bank.model.question import Multiple, Option, Single
from kb.dev.finding import Finding

FEWEST = 20  # questions, below which chance says little
DEVIATIONS = 2.0
TIMES, MORE = (
    1.75,
    30,
)  # a right option that is so many times as long as the next, and so many characters longer
MARKS = re.compile(r"[`*$\\{}_^]|\b(?:text|frac|mathrm|operatorname)\b")

Choice = Single | Multiple
Pick = Callable[[tuple[Option, ...]], int]


@dataclass(frozen=True)
class Guess:
    """How often a strategy is right, and how often chance would be."""

    strategy: str
    right: int
    of: int
    expected: float
    deviation: float

    @property
    def excess(self) -> float:
        """In standard deviations."""
        return (self.right - self.expected) / self.deviation if self.deviation else 0.0


def length(option: Option) -> int:
    """What a reader sees of it, roughly: signs of Markdown and LaTeX do not count."""
    return len(MARKS.sub("", option.text))


def longest(options: tuple[Option, ...]) -> int:
    return max(range(len(options)), key=lambda index: length(options[index]))


def shortest(options: tuple[Option, ...]) -> int:
    return min(range(len(options)), key=lambda index: length(options[index]))


def place(index: int) -> Pick:
    return lambda options: index if index >= 0 else len(options) + index


STRATEGIES: dict[str, Pick] = {
    "the longest option": longest,
    "the shortest option": shortest,
    "the first option": place(0),
    "the second option": place(1),
    "the last option": place(-1),
}


def guesses(questions: Iterable[Choice]) -> Iterator[Guess]:
    """How far every strategy comes."""
    chosen = [question.options for question in questions]
    chances = [sum(option.right for option in options) / len(options) for options in chosen]
    deviation = math.sqrt(sum(chance * (1 - chance) for chance in chances))
    for name, pick in STRATEGIES.items():
        right = sum(options[pick(options)].right for options in chosen)
        yield Guess(name, right, len(chosen), sum(chances), deviation)


def check(bank: Bank) -> Iterator[Finding]:
    """Strategies that come too far, or are wrong so often that it pays to do the opposite, and right options that
    stand out."""
    for kind, name in ((Single, "single"), (Multiple, "multiple")):
        questions = [question for question in bank.questions if isinstance(question, kind)]
        if len(questions) >= FEWEST:
            for guess in guesses(questions):
                if abs(guess.excess) > DEVIATIONS:
                    what = f"{guess.strategy} is right in {guess.right} of {guess.of} {name} questions"
                    yield Finding(
                        "questions", f"{what}, by chance {guess.expected:.0f}; change lengths or places"
                    )
    for question in bank.questions:
        if isinstance(question, Single) and (reason := _stands_out(question)):
            yield Finding(str(question.location), f"{question.id}: {reason}")


def _stands_out(question: Single) -> str | None:
    right = max(length(option) for option in question.options if option.right)
    wrong = max(length(option) for option in question.options if not option.right)
    if right > TIMES * wrong and right > wrong + MORE:
        found = f"its right option has {right} characters, the longest wrong one {wrong}"
        return f"{found}; shorten it, or say more in the others"
    return None
