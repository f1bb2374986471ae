"""One line of the ledger: the JSON of ``grade --json``, with the file that it is about."""

from __future__ import annotations

from typing import Any

from kb.grader.cohort.batches import Batch, StudentAnswer
from kb.grader.cohort.walk import Problem
from kb.grader.model.verdict import Verdict, no_verdict

Record = dict[str, Any]


def graded(verdict: Verdict, answer: StudentAnswer, batch: Batch) -> Record:
    """The record of a verdict; ``expected_tests`` counts all tests, also those not run after a fatal one."""
    return verdict.as_json() | _about(answer, batch) | {"expected_tests": len(verdict.expected)}


def failed(answer: StudentAnswer, batch: Batch, message: str) -> Record:
    """The record of an answer on which the grader failed, which does not count against it."""
    return no_verdict("grader error", message, batch.exercise, batch.seed) | _about(answer, batch)


def unfit(problem: Problem, seed: int) -> Record:
    """The record of a file or folder that cannot be graded."""
    return no_verdict("wrong use", problem.message, None, seed) | {"file": problem.file}


def _about(answer: StudentAnswer, batch: Batch) -> Record:
    basis = {"sha256": answer.digest, "rev": batch.rev, "grader": batch.machine}
    return {"file": answer.file, "student": answer.student} | basis
