"""All failing calls end in the same exception, or none brings a gradient."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.grader.advice.cause import cause
from kb.grader.process.checked import Evidence

MOST_WEIGHTS = 3
_WEIGHT = re.compile(r"([\w.]+) (?:has the shape|is missing|should not be there)")


def same_exception(failures: Sequence[Evidence]) -> str | None:
    """The exception that all failing calls end in: the same one, or at least at one line, or of one type."""
    if any(failure.outcome != "raised" for failure in failures):
        return None
    types = {failure.message.partition(": ")[0].split(" at line ")[0] for failure in failures}
    lines = {failure.failure.line for failure in failures}
    causes = {cause(failure.failure) for failure in failures}
    at = "" if len(lines) > 1 or None in lines else f" at line {failures[0].failure.line}"
    if len(types) > 1:
        return f"an exception{at}" if at else None
    name = types.pop()
    return f"the same {name}{at}" if len(causes) == 1 and len(lines) == 1 else f"always {_a(name)}{at}"


def _a(name: str) -> str:
    return f"{'an' if name[:1] in 'AEIO' else 'a'} {name}"


def same_weights(failures: Sequence[Evidence]) -> str | None:
    """The weights of a module that never fit."""
    if any(not failure.message.startswith("the weights do not fit") for failure in failures):
        return None
    each = [set(_WEIGHT.findall(failure.message)) for failure in failures]
    shared = sorted(set.intersection(*each))[:MOST_WEIGHTS]
    return f"{', '.join(f'`{name}`' for name in shared)} of the module does not fit" if shared else None


def no_gradient(failures: Sequence[Evidence]) -> bool:
    """Does every failing call ask for a gradient, and get none?"""
    return all(
        failure.outcome == "wrong gradient"
        and failure.observed is not None
        and failure.observed.failure is not None
        for failure in failures
    )
