"""All failing calls end in the same exception, or none brings a gradient."""

from __future__ import annotations

from collections.abc import Sequence

from kb.grader.cause import cause
from kb.grader.outcome import Failure


def same_exception(failures: Sequence[Failure]) -> str | None:
    """The exception that all failing calls end in, at one line."""
    found = {(cause(failure), failure.line) for failure in failures}
    if len(found) != 1 or failures[0].outcome != "raised":
        return None
    name = failures[0].message.partition(": ")[0].split(" at line ")[0]
    line = failures[0].line
    return f"the same {name}" + (f" at line {line}" if line is not None else "")


def no_gradient(failures: Sequence[Failure]) -> bool:
    """Does every failing call ask for a gradient, and get none?"""
    return all(
        failure.outcome == "wrong gradient"
        and failure.observed is not None
        and failure.observed.failure is not None
        for failure in failures
    )
