"""The rules of ``numeric`` and ``shape`` questions: answer, variables, expressions, wrong values."""

from __future__ import annotations

from typing import Any

from kb.bank.compute.expressions import EvaluationError, parse
from kb.bank.decode.draft import Draft, Path
from kb.bank.decode.readers import short
from kb.bank.model.question import WrongValue
from kb.bank.model.shapes import parse_shape


def answer(draft: Draft) -> None:
    """Either a fixed answer, or variables and how the answer follows from them."""
    if draft.written("vars"):
        if draft.written("answer"):
            draft.problem(
                ("answer",), "an answer as well as `vars`", "`compute` alone: the answer follows from it"
            )
        if not draft.written("compute"):
            draft.problem(
                ("vars",), "`vars` without `compute`", "compute: an expression that gives the answer"
            )
    elif not draft.written("answer"):
        draft.problem((), f"a {draft.kind} question without 'answer'", "answer, or `vars` with `compute`")


def expressions(draft: Draft) -> None:
    """Every expression is valid, and uses only names that exist."""
    if draft.written("vars") and "variables" not in draft.fields:
        return
    names = [variable.name for variable in draft.fields.get("variables", ())]
    wrong: tuple[WrongValue, ...] = draft.fields.get("wrong", ())
    paths: list[tuple[Path, str | None]] = [(("compute",), draft.fields.get("compute"))]
    paths += [(("wrong", index, "compute"), value.compute) for index, value in enumerate(wrong)]
    for path, expression in paths:
        if expression is None:
            continue
        try:
            parse(expression, names)
        except EvaluationError as error:
            expected = ", ".join(error.available)
            expected = f"one of {expected}" if expected else "an expression of kb, np and math"
            draft.problem(path, f"the expression {short(expression)} ({error.reason})", expected)


def wrong_values(draft: Draft) -> None:
    """Each wrong value is given or computed, of the right kind, and neither right nor a duplicate."""
    seen: list[Any] = []
    for index, wrong in enumerate(draft.fields.get("wrong", ())):
        path = ("wrong", index)
        if (wrong.value is None) == (wrong.compute is None):
            found = "neither `value` nor `compute`" if wrong.value is None else "both `value` and `compute`"
            draft.problem(path, found, "one of `value` and `compute`")
        elif wrong.value is not None:
            value = _value(draft, (*path, "value"), wrong.value)
            if value is not None and _is_right(draft, value):
                draft.problem((*path, "value"), f"{wrong.value}, which is the right answer", "a wrong value")
            if value is not None and value in seen:
                draft.problem((*path, "value"), f"{wrong.value} a second time", "each wrong value once")
            seen.append(value)


def _value(draft: Draft, path: Path, value: Any) -> Any:
    """A value of the kind that the question asks for; a wrong kind is noted and gives None."""
    if draft.kind == "numeric":
        if isinstance(value, str):
            draft.problem(path, f"the text {short(value)}", "a number")
            return None
        return value
    try:
        return parse_shape(value)
    except (ValueError, AttributeError, TypeError):
        draft.problem(path, short(str(value)), "a shape such as 2x3, (2, 3), (5,) or ()")
        return None


def _is_right(draft: Draft, value: Any) -> bool:
    answer = draft.fields.get("answer")
    if answer is None:
        return False
    if draft.kind == "numeric":
        return bool(abs(value - answer) <= draft.fields.get("tolerance", 0))
    try:
        return bool(parse_shape(answer) == value)
    except ValueError:
        return False  # noted by `shape`


def shape(draft: Draft) -> None:
    """The answer is a shape."""
    if (answer := draft.fields.get("answer")) is not None:
        _value(draft, ("answer",), answer)
