"""The names of what can come of one test, and the exception that carries one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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

    What it came from is a ``kb.grader.process.checked.Evidence``, and not kept here: a value that refers to its failure
    would then be a cycle with megabytes in it.
    """

    outcome: Outcome
    message: str
    difference: Difference | None = None
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.outcome}: {self.message}"


class GraderError(Exception):
    """The grader itself failed; this never counts against the learner."""


class GivenUp(GraderError):
    """Nobody waits for this verdict any more."""


class DeviceError(Exception):
    """The device that was asked for is not there."""
