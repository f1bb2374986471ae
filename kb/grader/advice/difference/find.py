"""The kind of difference that explains every failing call, if there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kb.bank.model.question import CORE
from kb.grader.advice.difference import (
    arranged,
    bent,
    partly,
    pointwise,
    precision,
    raised,
    repeated,
    scaled,
    shaped,
    sided,
    where,
)
from kb.grader.advice.difference.kind import Kind, Proposer
from kb.grader.advice.difference.pair import Pair, pairs, wrong_values
from kb.grader.model.verdict import Difference
from kb.grader.process.calls import Call
from kb.grader.process.checked import Agrees, Check, Evidence, Raises

PROPOSERS: tuple[Proposer, ...] = (
    precision.propose,
    scaled.propose,
    pointwise.propose,
    arranged.propose,
    sided.propose_lists,
    repeated.propose,
    bent.propose,
    partly.propose,
)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
LEAST_VALUES = 4  # of one failing call, where there is only one
LEAST_SIDED = 8  # wrong values, which all lie on one side


def find(
    failures: Sequence[Evidence],
    right: Sequence[Check],
    names: Sequence[str] = (),
    part: Callable[[str], str] = lambda test: CORE,
    whole: bool = True,
) -> Difference | None:
    """What kind of difference it is.

    Args:
        failures: all of them.
        right: what was decided for the answer.
        names: of the entry's arguments.
        part: the part of the exercise that a test belongs to.
        whole: whether all tests were run; otherwise nothing is told of those that are right.
    """
    every, failures = failures, [failure for failure in failures if failure.call is not None]
    if not failures:
        return _of_part(every, part) if every and whole else None
    pairs_of = [pairs(failure) for failure in failures]
    if all(some is not None for some in pairs_of):
        found = _of_values([pair for some in pairs_of for pair in some or ()], len(failures))
        if found is not None:
            return found
    return (
        _of_shapes(failures)
        or (_of_part(every, part) or _of_inputs(failures, right, names) if whole else None)
        or _of_exceptions(failures)
        or _weak([pair for some in pairs_of for pair in some or ()], pairs_of, len(failures))
    )


def _of_values(found: list[Pair], calls: int) -> Difference | None:
    if calls < 2 and found[0].expected.size < LEAST_VALUES:
        return None
    largest = max(found, key=lambda pair: int(pair.wrong.sum()))
    for propose in PROPOSERS:
        for kind in propose(largest):
            if all(kind.holds(pair) for pair in found) and _is_evident(kind, found):
                return Difference(kind.name, _told(kind.text, calls))
    return _of_one_result(found, calls)


def _is_evident(kind: Kind, found: list[Pair]) -> bool:
    """Are there more values than numbers that were chosen to fit, and do they differ among themselves?"""
    wrong = list(wrong_values(found))
    if not kind.pointwise and not kind.fitted:
        return True
    distinct = len({round(float(expected), 9) for _, expected in wrong if expected == expected})
    return (
        distinct >= 2 + kind.fitted - (1 if len(found) > 3 and kind.fitted else 0)
        and len(wrong) >= 2 + kind.fitted
    )


def _of_one_result(found: list[Pair], calls: int) -> Difference | None:
    results = {pair.result for pair in found}
    if len(results) == 1 and None not in results and calls > 1:
        number, count = next(iter(results)) or (0, 0)
        name = ORDINALS[number] if number < len(ORDINALS) else f"result {number}"
        return Difference("one result", _told(f"only the {name} of the {count} results is wrong", calls))
    return None


def _of_shapes(failures: Sequence[Evidence]) -> Difference | None:
    found = [shaped.shapes(failure) for failure in failures]
    known = [shapes for shapes in found if shapes is not None]
    if len(known) < max(2, len(failures)):
        return None
    for kind in shaped.propose(known[0]):
        if all(kind.holds(shapes) for shapes in known):
            return Difference(f"shape: {kind.name}", _told(kind.text, len(failures)))
    return None


def _of_part(failures: Sequence[Evidence], part: Callable[[str], str]) -> Difference | None:
    parts = {part(failure.test) for failure in failures}
    if len(parts) == 1 and CORE not in parts:
        name = next(iter(parts))
        return Difference("edge", f"wrong only in the cases of one edge: {name}.")
    return None


def _of_inputs(
    failures: Sequence[Evidence], right: Sequence[Check], names: Sequence[str]
) -> Difference | None:
    calls = [failure.call for failure in failures if failure.call is not None]
    wrong = {_identity(call) for call in calls}
    compared = [check for check in right if isinstance(check, Agrees)]
    known = {_identity(check.call): check.call for check in compared}
    fine = [call for identity, call in known.items() if identity not in wrong]
    # The names are those of a function; a class is asked by its methods.
    shown = names if all(call.object is None for call in calls) else ()
    text = where.only_where(calls, fine, shown)
    if text is None:
        return None
    where_else = f"and in none of the {len(fine)} that are right"
    return Difference("inputs", f"wrong only where {text}: {_in(len(calls))}, {where_else}.")


def _identity(call: Call) -> tuple[object, ...]:
    """The same for a call that is decided about twice; ``Passed`` holds it without the results before it."""
    return id(call.arguments), id(call.cotangent), call.op, call.name, call.object, len(call.before)


def _of_exceptions(failures: Sequence[Evidence]) -> Difference | None:
    if len(failures) > 1 and raised.no_gradient(failures):
        return Difference("no gradient", _told("no gradient reaches the input", len(failures)))
    missing = {check.error for check in (failure.check for failure in failures) if isinstance(check, Raises)}
    if len(missing) == 1 and all(isinstance(failure.check, Raises) for failure in failures):
        return Difference("no error", _told(f"no {missing.pop()} where one is expected", len(failures)))
    weights = raised.same_weights(failures)
    if weights is not None and len(failures) > 1:
        return Difference("weights", _told(weights, len(failures)))
    text = raised.same_exception(failures)
    if text is None or len(failures) < 2:
        return None
    return Difference("exception", _told(text, len(failures)))


def _weak(found: list[Pair], pairs_of: Sequence[object], calls: int) -> Difference | None:
    """What is said last, because it says least."""
    if not found or None in pairs_of or calls < 2:
        return None
    if len(list(wrong_values(found))) < LEAST_SIDED:
        return None
    for kind in sided.propose(found[0]):
        if all(kind.holds(pair) for pair in found):
            return Difference(kind.name, _told(kind.text, calls))
    return None


def _told(text: str, calls: int) -> str:
    return f"{text}, {_in(calls)}."


def _in(calls: int) -> str:
    if calls <= 2:
        return "in the failing call" if calls == 1 else "in both failing calls"
    return f"in all {calls} failing calls"
