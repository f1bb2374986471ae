"""The verdict on one answer, and its form for machines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kb.bank.model.question import CORE, Edge, part_of
from kb.grader.model.device import CPU
from kb.grader.model.outcome import Outcome

SCHEMA = 1


@dataclass(frozen=True)
class TestResult:
    """What one test said. ``id`` is the test's name with its case, without the file.

    ``part`` is the part of the exercise that it belongs to: the core, or the name of an edge.
    """

    __test__ = False  # pytest: this is not a test class

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
    part: str = CORE

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
            "part": self.part,
        }


@dataclass(frozen=True)
class Part:
    """The core of an exercise, or one of its edges: how many tests are expected there, and how many passed."""

    name: str
    passed: int
    tests: int

    @property
    def open(self) -> bool:
        return self.passed < self.tests

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "passed": self.passed, "tests": self.tests}


@dataclass(frozen=True)
class Mistake:
    """A known wrong way that gives what the answer gave. ``also`` are further ones the cases cannot tell apart.

    ``second`` is another mistake in the same answer, which explains failing calls that this one does not explain.
    """

    id: str
    title: str
    explanation: str
    page: str
    also: tuple[Mistake, ...] = ()
    second: Mistake | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "explanation": self.explanation,
            "page": self.page,
            "also": [other.as_json() for other in self.also],
            "second": None if self.second is None else self.second.as_json(),
        }


@dataclass(frozen=True)
class Difference:
    """How the results differ from the expected ones, for an answer that does not behave like a known mistake.

    Args:
        kind: such as "scaled", for machines.
        text: a sentence that follows "Looks like: ".
    """

    kind: str
    text: str

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "text": self.text}


@dataclass(frozen=True)
class Verdict:
    """Passed only when every expected test is there and passed.

    ``edges`` are those of the exercise. ``spared`` are tests that were left out because others had failed: they are
    not expected, and nothing may be claimed about them.
    """

    question: str
    tests: tuple[TestResult, ...]
    expected: tuple[str, ...]
    seed: int
    device: str = CPU
    sandbox: tuple[str, ...] = ()
    mistake: Mistake | None = None
    library: str = "numpy"
    warnings: tuple[str, ...] = field(default=())
    edges: tuple[Edge, ...] = ()
    spared: tuple[str, ...] = ()
    difference: Difference | None = None

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

    @property
    def parts(self) -> tuple[Part, ...]:
        """The core, then the edges in their order, as far as tests of them are expected."""
        passed = {test.id for test in self.tests if test.passed}
        found: dict[str, list[bool]] = {name: [] for name in (CORE, *(edge.name for edge in self.edges))}
        for id in dict.fromkeys(self.expected):
            found[part_of(id, self.edges)].append(id in passed)
        return tuple(Part(name, sum(own), len(own)) for name, own in found.items() if own)

    @property
    def only_edges(self) -> bool:
        """Every expected test of the core ran and passed, and some of an edge did not."""
        if self.passed or any(test.outcome == "grader error" for test in self.tests):
            return False
        core = next((part for part in self.parts if part.name == CORE), None)
        return core is not None and not core.open

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
            "parts": [part.as_json() for part in self.parts],
            "difference": None if self.difference is None else self.difference.as_json(),
        }


def no_verdict(
    outcome: str, message: str, question: str | None, seed: int | None, device: str = CPU
) -> dict[str, Any]:
    """The JSON of an answer that could not be graded: a verdict without tests, with the reason in ``message``.

    Args:
        outcome: "grader error" or "wrong use".
    """
    given = {"question": question, "outcome": outcome, "device": device, "seed": seed, "message": message}
    return Verdict("", (), (), 0).as_json() | given
