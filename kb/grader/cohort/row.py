"""The part of a record that stays in memory: enough for the table, the summary, and to see whether it still counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from sys import intern
from typing import Any

from kb.bank.model.question import CORE
from kb.grader.model.verdict import Part

_CALLS = re.compile(r"[,:] in (all|both|the) .*$")
NO_VERDICT = ("wrong use", "grader error")


@dataclass(frozen=True, slots=True)
class NamedMistake:
    """A known mistake that an answer behaves like, or several that cannot be difference apart."""

    question: str
    ids: tuple[str, ...]
    title: str
    page: str


@dataclass(frozen=True, slots=True)
class Row:
    """One record, without its tests."""

    file: str
    student: str
    question: str
    outcome: str
    passed: int
    tests: int
    first_failing: str
    message: str
    mistake: NamedMistake | None
    milliseconds: float
    digest: str
    rev: str
    machine: str
    seed: int
    layers: tuple[str, ...]
    core: Part | None = None  # None in records of earlier releases, and without a verdict
    edges: tuple[Part, ...] = ()
    difference: str = ""  # its kind, where no known mistake matches

    @property
    def graded(self) -> bool:
        """Whether there is a verdict."""
        return self.outcome not in NO_VERDICT

    @property
    def score(self) -> float:
        """The share of the tests that passed."""
        return self.passed / self.tests if self.tests else 0.0

    @property
    def core_right(self) -> bool:
        """Whether every test of the core passed."""
        return self.graded and self.core is not None and not self.core.open

    @property
    def open_edges(self) -> tuple[str, ...]:
        """The edges with a test that did not pass."""
        return tuple(part.name for part in self.edges if part.open)


def row(record: dict[str, Any]) -> Row:
    """
    Raises:
        ValueError: it is not a record of the ledger.
    """
    try:
        tests = list(record["tests"])
        bad = next((test for test in tests if test["outcome"] != "passed"), None)
        message = record.get("message") or (bad["message"] if bad else "")
        parts = _parts(record.get("parts") or (), tests)
        return Row(
            file=_text(record["file"]),
            student=intern(_text(record.get("student") or "")),
            question=intern(_text(record["question"] or "")),
            outcome=intern(_text(record["outcome"])),
            passed=sum(test["outcome"] == "passed" for test in tests),
            tests=max(int(record.get("expected_tests") or 0), len(tests)),
            first_failing=intern(_text(bad["id"])) if bad else "",
            message=_text(message),
            mistake=_named(record["question"], record["mistake"]),
            milliseconds=sum(float(test["milliseconds"]) for test in tests),
            digest=_text(record.get("sha256") or ""),
            rev=intern(_text(record.get("rev") or "")),
            machine=intern(_text(record.get("grader") or "")),
            seed=int(record["seed"]),
            layers=tuple(map(intern, record["sandbox"])),
            core=next((part for part in parts if part.name == CORE), None),
            edges=tuple(part for part in parts if part.name != CORE),
            difference=_difference(record.get("difference")),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a record of a verdict: {error}") from None


def _parts(parts: Iterable[dict[str, Any]], tests: list[dict[str, Any]]) -> tuple[Part, ...]:
    """The parts; none if the grader failed in a test."""
    if any(test["outcome"] == "grader error" for test in tests):
        return ()
    return tuple(Part(intern(_text(p["name"])), int(p["passed"]), int(p["tests"])) for p in parts)


def _named(question: str, mistake: dict[str, Any] | None) -> NamedMistake | None:
    if mistake is None:
        return None
    every = [mistake, *mistake["also"]]
    ids = tuple(intern(_text(one["id"])) for one in every)
    return NamedMistake(question, ids, " / ".join(one["title"] for one in every), _text(mistake["page"]))


def _difference(difference: dict[str, Any] | None) -> str:
    """The kind of difference in words, without its calls, which vary from answer to answer."""
    return "" if difference is None else intern(_CALLS.sub("", _text(difference["text"])).rstrip("."))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a string")
    return value
