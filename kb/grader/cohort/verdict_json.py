"""One line of the ledger: a verdict in the form of ``grade --json``, with the file that it is about."""

from __future__ import annotations

from typing import Any

from kb.grader.cohort.batches import Batch, Paper
from kb.grader.cohort.walk import Problem
from kb.grader.model.verdict import Verdict, no_verdict

Record = dict[str, Any]


def graded(verdict: Verdict, paper: Paper, batch: Batch) -> Record:
    """The verdict; ``expected_tests`` is how many tests there are, as those after a fatal one are not run."""
    return verdict.as_json() | _about(paper, batch) | {"expected_tests": len(verdict.expected)}


def failed(paper: Paper, batch: Batch, message: str) -> Record:
    """The grader failed on this answer, which says nothing about the answer."""
    return no_verdict("grader error", message, batch.exercise, batch.seed) | _about(paper, batch)


def unfit(problem: Problem, seed: int) -> Record:
    """A file or folder that cannot be graded."""
    return no_verdict("wrong use", problem.message, None, seed) | {"file": problem.file}


def _about(paper: Paper, batch: Batch) -> Record:
    rests_on = {"sha256": paper.digest, "rev": batch.rev, "grader": batch.machine}
    return {"file": paper.file, "student": paper.student} | rests_on
