"""The names of what can come of one test, and the exception that carries one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Outcome = Literal[
    "passed",
    "wrong value",
    "wrong shape",
    "wrong dtype",
    "wrong type",
    "not finite",
    "wrong gradient",
    "changed its input",
    "too slow",
    "raised",
    "syntax or import error",
    "entry missing",
    "forbidden call",
    "timeout",
    "out of memory",
    "crashed",
    "exited",
    "too much output",
    "protocol",
    "grader error",
]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a result departs from what was expected."""

    expected: str
    got: str
    max_error: float | None = None
    first: tuple[int, ...] | None = None


@dataclass(eq=False)
class Failure(Exception):
    """The answer failed a test; everything that the report says about it.

    ``call`` and ``observed`` are what mistakes are compared with; they are None where the answer
    could not even be loaded. ``check`` is the decision of the case that went against the answer, a
    ``kb.grader.process.checked.Check``; it is None where the call failed by itself. ``test`` is the test
    that failed, once that is known.
    """

    outcome: Outcome
    message: str
    difference: Difference | None = None
    call: Any = None
    observed: Any = None
    line: int | None = field(default=None)
    test: str = ""
    check: Any = None

    def __str__(self) -> str:
        return f"{self.outcome}: {self.message}"


class GraderError(Exception):
    """The grader itself failed; this never counts against the learner."""


class GivenUp(GraderError):
    """Nobody waits for this verdict any more."""


class DeviceError(Exception):
    """The device that was asked for is not there."""
