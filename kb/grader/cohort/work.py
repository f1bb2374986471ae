"""Grade one batch: the function that runs in every pool process, here or on a cluster.

A process keeps its zygotes and its known mistakes from batch to batch: a process with torch to fork from costs more
than a second, a mistake to compare with costs a worker. It loads the exercise from its own bank and grades only if
the digests agree; of what it is sent, it uses nothing but the texts of the answers.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from multiprocessing.util import Finalize
from pathlib import Path

from kb.bank import BankError, UnknownTopic, load_one, roots
from kb.bank.model.question import Code
from kb.grader.advice.match import MistakeMatcher
from kb.grader.answer.exercise import missing_library
from kb.grader.answer.file import Answer
from kb.grader.cohort import identity
from kb.grader.cohort.batches import Batch, StudentAnswer
from kb.grader.cohort.verdict_json import Record, failed, graded
from kb.grader.model.verdict import Verdict
from kb.grader.process.layers import NAMES
from kb.grader.process.selftest import SandboxError, require
from kb.grader.process.sources import Zygotes
from kb.grader.run.driver import grade_each

REMEMBERED = 4000  # calls of mistakes that an exercise's MistakeMatcher may keep before it is replaced
TRIES = 2  # of an answer on which the grader itself fails


class CannotGrade(Exception):
    """Grading cannot go on here, and retrying elsewhere would not help; the message says why."""


class State:
    """State that a process keeps between batches."""

    def __init__(self, hiding: tuple[str, ...] = ()) -> None:
        self.hiding = hiding
        self.zygotes = Zygotes(hiding=hiding)
        self.namers: dict[str, MistakeMatcher] = {}
        self.exercises: dict[tuple[str, str | None], Code] = {}
        self.sandbox_holds = False

    def namer(self, exercise: Code, rev: str) -> MistakeMatcher:
        namer = self.namers.get(rev)
        if namer is None or namer.remembered > REMEMBERED:
            namer = self.namers[rev] = MistakeMatcher(exercise)
        return namer

    def close(self) -> None:
        self.zygotes.end()


_one_at_a_time = threading.Lock()  # a cluster's worker may have several threads, and pytest has global state
_closing = threading.RLock()  # a signal may arrive while it is held
_state: State | None = None


def grade_batch(batch: Batch) -> list[Record]:
    """A record for each answer of the batch, in its order.

    Raises:
        CannotGrade: the exercise, the grader or the sandbox here is not the one that is required.
    """
    with _one_at_a_time:
        state = _state_for(batch.hiding)
        exercise = _exercise(batch, state)
        if batch.sandbox and not state.sandbox_holds:
            _require(state.zygotes)
            state.sandbox_holds = True
        records = _grade(batch, exercise, state)
        if batch.sandbox and any(lacks(record["sandbox"]) for record in records):
            state.zygotes.close()
            raise CannotGrade("the sandbox is required, and one of its layers disappeared while grading")
        return records


def lacks(layers: Sequence[str]) -> bool:
    """Whether an answer was executed without some layer of the sandbox; one that was not executed needs none."""
    return bool(layers) and not set(layers) >= set(NAMES)


def close() -> None:
    """End everything that this process keeps running. A second thread that calls this waits for the first."""
    global _state
    with _closing:
        if _state is not None:
            _state.close()
            _state = None


def _state_for(hiding: tuple[str, ...]) -> State:
    global _state
    if _state is not None and _state.hiding != hiding:  # a cluster's worker that now serves another run
        close()
    if _state is None:
        _state = State(hiding)
        Finalize(None, close, exitpriority=100)  # runs even where a process skips its atexit functions
    return _state


def _exercise(batch: Batch, state: State) -> Code:
    """The exercise from this process's own bank, if it is the same one."""
    if batch.machine != identity.of_machine():
        raise CannotGrade(
            f"a grading process has {identity.of_machine()}, but the answers have to be graded with {batch.machine}; "
            "install the same on all machines, and do not change it during a run"
        )
    private = Path(batch.bank) if batch.bank and os.path.isdir(batch.bank) else None
    key = (batch.rev, batch.bank)
    try:
        if key not in state.exercises:
            state.exercises[key] = load_one(roots(private), batch.exercise)
        found = identity.of_exercise(state.exercises[key])
    except (BankError, UnknownTopic, OSError) as error:
        line = " ".join(str(error).split())
        raise CannotGrade(f"a grading process cannot load {batch.exercise}: {line}") from None
    if found != batch.rev:
        raise CannotGrade(
            f"the files of {batch.exercise} differ where it is graded: they changed during the run, "
            "or the cluster has another version of the bank"
        )
    return state.exercises[key]


def _require(zygotes: Zygotes) -> None:
    try:
        require(zygotes)
    except SandboxError as error:
        raise CannotGrade(str(error)) from None


def _grade(batch: Batch, exercise: Code, state: State) -> list[Record]:
    """Grade all answers. One on which the grader fails is tried again with new zygotes, then skipped."""
    records: list[Record] = []
    tried = 0
    while len(records) < len(batch.answers):
        rest, before = batch.answers[len(records) :], len(records)
        problem = _grade_rest(batch, rest, exercise, state, records)
        if len(records) > before:
            tried = 0
        if len(records) < len(batch.answers):
            tried += 1
            if tried == TRIES:
                records.append(failed(batch.answers[len(records)], batch, problem))
                tried = 0
            else:
                state.zygotes.close()
    return records


def _grade_rest(
    batch: Batch, rest: tuple[StudentAnswer, ...], exercise: Code, state: State, records: list[Record]
) -> str:
    """Add the records of ``rest`` until the grader fails. Returns the reason, which is used only if it failed."""

    def record(verdict: Verdict) -> None:
        records.append(graded(verdict, batch.answers[len(records)], batch))

    answers = [Answer(Path(answer.name), answer.source) for answer in rest]
    namer = state.namer(exercise, batch.rev)
    try:
        for library in {answer.library for answer in answers if not missing_library(answer)}:
            state.zygotes.get(library)  # they warm up while pytest is imported
        grade_each(answers, exercise, record, seed=batch.seed, zygotes=state.zygotes, namer=namer)
    except Exception as error:
        line = " ".join(f"{type(error).__name__}: {error}".split())
        return f"the grader failed, which does not count against the answer: {line}"
    return "the grader ended before this answer was graded; this does not count against it"
