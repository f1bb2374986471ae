"""A question as it is asked: with numbers drawn, texts filled in and answers computed."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from kb.bank.model.braces import fill
from kb.bank.model.question import Numeric, Question, Shape, WrongValue
from kb.bank.model.shapes import format_shape, parse_shape

Asked = TypeVar("Asked", bound=Question)


def draw(question: Asked, rng: random.Random) -> Asked:
    """The question with a value drawn for each of its variables; one without variables is returned unchanged.

    Raises:
        EvaluationError: an expression failed for these values.
    """
    if not isinstance(question, Numeric | Shape):
        return question
    return with_values(
        question, {variable.name: rng.choice(variable.values) for variable in question.variables}
    )


def with_values(question: Asked, values: Mapping[str, Any]) -> Asked:
    """The question for these values of its variables. Computed values are in ``answer`` and ``value``.

    A wrong value that happens to be right for these values, or equal to another one, is left out.
    """
    if not isinstance(question, Numeric | Shape):
        return question
    changes: dict[str, Any] = {"wrong": _wrong(question, values)}
    if question.variables:
        changes |= {
            "prompt": fill(question.prompt, values),
            "why": fill(question.why, values),
            "hints": tuple(fill(hint, values) for hint in question.hints),
            "answer": compute(question, question.compute or "", values),
            "variables": (),
            "compute": None,
        }
        changes["wrong"] = _distinct(replace(question, **changes))
    return replace(question, **changes)


def compute(question: Question, expression: str, values: Mapping[str, Any]) -> Any:
    """The value of an expression as an answer to this question: a number, or a shape as text.

    Raises:
        EvaluationError: it failed, or its value is of another kind.
    """
    from kb.bank.compute.evaluate import EvaluationError, evaluate

    value = evaluate(expression, values)
    try:
        return format_shape(_sizes(value)) if isinstance(question, Shape) else _number(value)
    except (TypeError, ValueError) as error:
        drawn = f" for {', '.join(f'{name} = {value}' for name, value in values.items())}" if values else ""
        raise EvaluationError(expression, f"{error}{drawn}") from None


def _wrong(question: Numeric | Shape, values: Mapping[str, Any]) -> tuple[WrongValue, ...]:
    return tuple(
        WrongValue(
            why=fill(wrong.why, values),
            value=wrong.value if wrong.compute is None else compute(question, wrong.compute, values),
        )
        for wrong in question.wrong
    )


def _distinct(question: Numeric | Shape) -> tuple[WrongValue, ...]:
    kept: list[WrongValue] = []
    for wrong in question.wrong:
        taken = [question.answer, *(other.value for other in kept)]
        if not any(_same(question, wrong.value, value) for value in taken):
            kept.append(wrong)
    return tuple(kept)


def _same(question: Numeric | Shape, one: Any, other: Any) -> bool:
    if isinstance(question, Numeric):
        return bool(abs(one - other) <= question.tolerance)
    return parse_shape(one) == parse_shape(other)


def _number(value: Any) -> int | float:
    """A finite Python number from one of Python or NumPy."""
    if hasattr(value, "ndim"):
        if value.ndim:
            raise ValueError(f"an array of shape {value.shape} is not a number")
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a value of type {type(value).__name__} is not a number")
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a finite number")
    return value


def _sizes(value: Any) -> tuple[int, ...]:
    """A shape from a tuple of whole numbers."""
    if not isinstance(value, tuple):
        raise TypeError(
            f"a value of type {type(value).__name__} is not a shape; take .shape, or write a tuple"
        )
    sizes = tuple(_number(size) for size in value)
    if not all(isinstance(size, int) and size >= 0 for size in sizes):
        raise ValueError(f"{value} is not a shape")
    return tuple(int(size) for size in sizes)
