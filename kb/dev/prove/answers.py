"""The answers of knowledge questions, recomputed: expressions are evaluated, snippets are run, bug lines are found."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Any

from kb.bank import Bank
from kb.bank.compute.draw import draw
from kb.bank.compute.evaluate import EvaluationError, evaluate
from kb.bank.find.code import without_docstring, wrong_lines
from kb.bank.model.question import Bug, Code, Numeric, Predict, Question, Shape
from kb.bank.model.shapes import parse_shape
from kb.dev.finding import Finding

DRAWS = 20  # askings of a question with variables that must all have an answer


def check(question: Question, bank: Bank) -> Iterator[Finding]:
    """What is wrong with the answer of one question."""
    where = str(question.location)
    try:
        if isinstance(question, Numeric | Shape):
            yield from (Finding(where, f"{question.id}: {what}") for what in _computed(question))
        elif isinstance(question, Predict):
            yield from (Finding(where, f"{question.id}: {what}") for what in _predicted(question))
        elif isinstance(question, Bug):
            yield from (Finding(where, f"{question.id}: {what}") for what in _located(question, bank))
    except (EvaluationError, ValueError) as error:
        yield Finding(where, f"{question.id}: {error}")


def _computed(question: Numeric | Shape) -> Iterator[str]:
    if question.variables:
        for seed in range(DRAWS):
            drawn = draw(question, random.Random(seed))
            if isinstance(drawn, Numeric) and (drawn.answer is None or not math.isfinite(drawn.answer)):
                yield f"the answer of a drawn question is {drawn.answer}: {drawn.prompt.strip()}"
                return
        return
    if question.compute is None:
        yield "`compute` is missing: an answer must be recomputed"
        return
    value = evaluate(question.compute, {})
    if isinstance(question, Shape):
        if question.answer is None or parse_shape(question.answer) != tuple(value):
            yield f"the answer is {question.answer}, but {question.compute} gives {tuple(value)}"
        return
    yield from _numeric(question, value)
    for wrong in question.wrong:
        known = float(evaluate(wrong.compute, {}) if wrong.compute else wrong.value or 0)
        if abs(known - float(value)) <= question.tolerance:
            yield f"the wrong value {known:g} lies within the tolerance of the answer"


def _numeric(question: Numeric, value: Any) -> Iterator[str]:
    computed = float(value)
    if question.answer is None:
        yield "`answer` is missing"
        return
    # The written answer may be rounded; a learner who computes exactly must still be accepted.
    if abs(question.answer - computed) > max(question.tolerance / 2, 1e-9 * abs(computed)):
        yield f"the answer is {question.answer}, but {question.compute} gives {computed:.10g}"


def _predicted(question: Predict) -> Iterator[str]:
    from kb.dev.prove.snippet import output

    printed = output(question.snippet, question.id)
    if printed.rstrip("\n") != question.answer.rstrip("\n"):
        yield f"the snippet prints {printed.rstrip()!r}, not {question.answer.rstrip()!r}"


def _located(question: Bug, bank: Bank) -> Iterator[str]:
    exercise = bank.get(question.exercise)
    if not isinstance(exercise, Code):
        yield f"{question.exercise} is not an exercise"
        return
    path = exercise.folder / "mistakes" / f"{question.mistake}.py"
    if not path.is_file():
        yield f"{question.exercise} has no mistake {question.mistake}"
        return
    times = len(wrong_lines(question, without_docstring(path.read_text(encoding="utf-8")).splitlines()))
    if times != 1:
        yield f"the line {question.line!r} stands {times} times in {path.name}, not once"
