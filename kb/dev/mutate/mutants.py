"""Find the mutants of a reference that the cases of its exercise reject. Each is graded like an answer, in a worker."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.bank.model.question import Code
from kb.dev.mutate.bundle import bundle
from kb.dev.mutate.mutation import Mutant, mutants
from kb.dev.prove import kept
from kb.grader import Answer, GraderError, Verdict
from kb.grader.model.limits import Limits
from kb.grader.run.attempt import Attempt, Scope
from kb.grader.run.driver import run_attempts

SEED = 1
CHUNK = 80  # mutants that one process takes at a time
# A mutant that loops for ever is waited for; the calls of the cases take milliseconds.
LIMITS = Limits(call_seconds=3.0)


@dataclass(frozen=True)
class Batch:
    """Some mutants of one reference of one exercise."""

    exercise: Code
    reference: str
    mutants: tuple[Mutant, ...]


# Nothing is forbidden to a reference, its speed does not matter, and the first test that fails is enough.
SCOPE = Scope(timed=False, first_failure=True, searched=False)


def references(exercise: Code) -> list[str]:
    """The reference, and the one in the torch module beside it where there is one."""
    module, _, attribute = exercise.reference.partition(":")
    twin = f"{module}_torch"
    return [exercise.reference, *([f"{twin}:{attribute}"] if importlib.util.find_spec(twin) else [])]


def batches(exercise: Code) -> Iterator[Batch]:
    """All mutants of an exercise, in portions for several processes."""
    for reference in references(exercise):
        module, _, attribute = reference.partition(":")
        made = mutants(module, attribute)
        for start in range(0, len(made), CHUNK):
            yield Batch(exercise, reference, tuple(made[start : start + CHUNK]))


def survivors(batch: Batch) -> list[Mutant]:
    """The mutants that pass every case; runs in a process of its own.

    Raises:
        GraderError: the cases cannot be run, the reference itself fails one, which would make every mutant look
            rejected, or a case fails itself on a mutant, which says nothing about the mutant.
    """
    texts = [{}, *({mutant.module: mutant.source} for mutant in batch.mutants)]
    module, _, attribute = batch.reference.partition(":")
    answers = [bundle(module, attribute, batch.exercise.entry, changed) for changed in texts]
    original, *verdicts = grade(answers, batch.exercise)
    if not original.passed:
        said = [f"{test.id}: {test.outcome}: {test.message}" for test in original.failed]
        raise GraderError(
            f"the reference {batch.reference} is rejected: {', '.join(said) or 'tests were not run'}"
        )
    graded = list(zip(batch.mutants, verdicts, strict=True))
    for mutant, verdict in graded:
        if verdict.outcome == "grader error":
            said = [test.message for test in verdict.failed]
            raise GraderError(f"a case fails itself on the mutant {mutant}: {', '.join(said) or 'not run'}")
    return [mutant for mutant, verdict in graded if verdict.passed]


def grade(answers: Sequence[Answer], exercise: Code) -> list[Verdict]:
    """Verdicts that end with the first test that fails."""
    free = replace(exercise, forbid=())
    zygotes = kept.zygotes(LIMITS)
    attempts = (Attempt(answer, free, seed=SEED, zygotes=zygotes, scope=SCOPE) for answer in answers)
    verdicts: list[Verdict] = []
    run_attempts(attempts, free, verdicts.append)
    return verdicts
