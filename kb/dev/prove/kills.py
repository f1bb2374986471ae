"""Kill rates: which tests reject each of the mistakes that are written by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kb.grader import Verdict
from kb.grader.advice.known import KnownMistake


@dataclass(frozen=True)
class Kill:
    """One mistake: the tests that its docstring names, and those that reject it, each by itself."""

    mistake: str
    named: tuple[str, ...]
    failed: tuple[str, ...]
    tests: int  # how many tests there are for it

    @property
    def rejected(self) -> bool:
        return set(self.named) <= set(self.failed)

    def as_json(self) -> dict[str, object]:
        return {"named": list(self.named), "failed_tests": len(self.failed), "tests": self.tests}


def kill(mistake: KnownMistake, verdict: Verdict) -> Kill:
    failed = tuple(test.id for test in verdict.failed)
    return Kill(mistake.id, mistake.caught_by, failed, len(verdict.expected))


def caught_alone(kills: list[Kill] | tuple[Kill, ...]) -> dict[str, int]:
    """For each test the number of mistakes that no other test rejects; tests without one are left out."""
    alone = Counter(each.failed[0] for each in kills if len(each.failed) == 1)
    return dict(sorted(alone.items()))


def as_json(kills: tuple[Kill, ...]) -> dict[str, object]:
    return {
        "mistakes": len(kills),
        "rejected_by_named_test": sum(each.rejected for each in kills),
        "by_mistake": {each.mistake: each.as_json() for each in kills},
        "caught_alone": caught_alone(kills),
    }
