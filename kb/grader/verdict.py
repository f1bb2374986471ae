"""The verdict on one answer, and its form for machines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kb.grader.device import CPU
from kb.grader.outcome import Outcome

SCHEMA = 1


@dataclass(frozen=True)
class TestResult:
    """What one test said. ``id`` is the test's name with its case, without the file."""

    __test__ = False  # pytest: this is no test class

    id: str
    outcome: Outcome
    message: str = ""
    expected: str | None = None
    got: str | None = None
    max_error: float | None = None
    first_difference: tuple[int, ...] | None = None
    input: str | None = None
    milliseconds: float = 0.0
    printed: str = ""

    @property
    def passed(self) -> bool:
        return self.outcome == "passed"

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "outcome": self.outcome,
            "message": self.message,
            "expected": self.expected,
            "got": self.got,
            "max_error": self.max_error,
            "first_difference": None if self.first_difference is None else list(self.first_difference),
            "input": self.input,
            "milliseconds": round(self.milliseconds, 3),
            "printed": self.printed,
        }


@dataclass(frozen=True)
class Mistake:
    """A known wrong way that gives what the answer gave. ``also`` are further ones the cases cannot tell apart."""

    id: str
    title: str
    explanation: str
    page: str
    also: tuple[Mistake, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "explanation": self.explanation,
            "page": self.page,
            "also": [other.as_json() for other in self.also],
        }


@dataclass(frozen=True)
class Verdict:
    """Passed only when every expected test is there and passed."""

    question: str
    tests: tuple[TestResult, ...]
    expected: tuple[str, ...]
    seed: int
    device: str = CPU
    sandbox: tuple[str, ...] = ()
    mistake: Mistake | None = None
    library: str = "numpy"
    warnings: tuple[str, ...] = field(default=())

    @property
    def outcome(self) -> Outcome:
        """That of the first test that failed, in the order in which they help."""
        for test in self.tests:
            if not test.passed:
                return test.outcome
        complete = len(self.tests) == len(self.expected) > 0 and {t.id for t in self.tests} == set(
            self.expected
        )
        return "passed" if complete else "grader error"

    @property
    def passed(self) -> bool:
        return self.outcome == "passed"

    @property
    def failed(self) -> tuple[TestResult, ...]:
        return tuple(test for test in self.tests if not test.passed)

    @property
    def not_run(self) -> int:
        return len(set(self.expected) - {test.id for test in self.tests})

    def as_json(self) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "question": self.question,
            "outcome": self.outcome,
            "tests": [test.as_json() for test in self.tests],
            "mistake": None if self.mistake is None else self.mistake.as_json(),
            "device": self.device,
            "sandbox": list(self.sandbox),
            "seed": self.seed,
            "warnings": list(self.warnings),
        }
