"""The result of ``python -m kb.dev check``."""

from __future__ import annotations

from dataclasses import dataclass

from kb.bank import Bank
from kb.dev.finding import Finding
from kb.dev.prove.exercises import Proof


@dataclass(frozen=True)
class Report:
    """How much was checked, and what is wrong."""

    findings: tuple[Finding, ...]
    pages: int = 0
    questions: int = 0
    exercises: int = 0
    mistakes: int = 0
    accepted: int = 0
    proofs: tuple[Proof, ...] = ()
    bank: Bank | None = None  # None when it could not be read

    def summary(self) -> str:
        counts = f"{self.pages} pages, {self.questions} questions, {self.exercises} exercises"
        proofs = (
            f"{self.accepted} right answers accepted, {self.mistakes} mistakes rejected by the test they name"
        )
        wrong = len(self.findings)
        return f"{counts}: " + (proofs if not wrong else f"{wrong} thing{'s' * (wrong > 1)} to fix")
