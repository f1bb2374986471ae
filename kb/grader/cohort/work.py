"""Grade one batch. This is the function that runs in every pool process, here or on a cluster.

A process keeps its zygotes and what it knows about mistakes from batch to batch: a torch to fork from costs more than
a second, a mistake to compare with costs a worker. It takes the exercise from its own bank and grades only if that is
the same exercise; the texts of the answers are all that it believes of what it is sent.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import mmap
import os
import threading
from collections.abc import Sequence
from multiprocessing.util import Finalize
from pathlib import Path

from kb.bank import BankError, UnknownTopic, load_one, roots
from kb.bank.model.question import Code
from kb.grader.advice.match import Namer
from kb.grader.answer.exercise import missing_library
from kb.grader.answer.file import Answer
from kb.grader.cohort import identity
from kb.grader.cohort.batches import Batch, Paper
from kb.grader.cohort.verdict_json import Record, failed, graded
from kb.grader.model.verdict import Verdict
from kb.grader.process.layers import NAMES
from kb.grader.process.selftest import SandboxError, require
from kb.grader.process.sources import Zygotes
from kb.grader.run.driver import grade_each

REMEMBERED = 4000  # calls of mistakes that one exercise's Namer may keep before it begins anew
GROWN = 16 << 20  # bytes by which a process may grow before it is made to give memory back
COLLECT_EVERY = 10_000  # new objects, instead of 700: nearly all of them are freed without
TRIES = 2  # of an answer on which the grader itself fails


class Unable(Exception):
    """This process must not grade, and no other one would do better by being asked again; the text says why."""


class Kept:
    """What a process keeps between batches."""

    def __init__(self, hiding: tuple[str, ...] = ()) -> None:
        self.hiding = hiding
        self.zygotes = Zygotes(hiding=hiding)
        self.namers: dict[str, Namer] = {}
        self.exercises: dict[tuple[str, str | None], Code] = {}
        self.sandbox_holds = False
        self.batches = 0
        self.resident = 0  # bytes, when memory was last given back

    def namer(self, exercise: Code, rev: str) -> Namer:
        namer = self.namers.get(rev)
        if namer is None or namer.remembered > REMEMBERED:
            namer = self.namers[rev] = Namer(exercise)
        return namer

    def close(self) -> None:
        self.zygotes.close()


_one_at_a_time = threading.Lock()  # a worker of a cluster may have several threads; pytest has one state
_closing = threading.RLock()  # a signal may come while it is held
_kept: Kept | None = None


def grade_batch(batch: Batch) -> list[Record]:
    """A record for each answer of the batch, in its order.

    Raises:
        Unable: the exercise, the grader or the sandbox here is not what was asked for.
    """
    with _one_at_a_time:
        kept = _here(batch.hiding)
        exercise = _exercise(batch, kept)
        if batch.sandbox and not kept.sandbox_holds:
            _require(kept.zygotes)
            kept.sandbox_holds = True
        records = _grade(batch, exercise, kept)
        if batch.sandbox and any(lacks(record["sandbox"]) for record in records):
            kept.zygotes.close()
            raise Unable("the sandbox is required, and a layer that held was not there any more")
        kept.batches += 1
        if kept.batches == 1 or _resident() > kept.resident + GROWN:
            _tidy(kept)
        return records


def lacks(layers: Sequence[str]) -> bool:
    """Whether an answer was executed, and not within all layers; one that was not executed needs none."""
    return bool(layers) and not set(layers) >= set(NAMES)


def _tidy(kept: Kept) -> None:
    """Give memory back.

    Failures hold arrays of megabytes in cycles that Python goes through by their number, not by their size, and what
    is free then stays with the process unless the C library is asked to return it.
    """
    gc.collect()
    if kept.batches == 1:
        gc.freeze()  # what is there after a first batch, such as modules, stays, and need not be gone through again
        gc.set_threshold(COLLECT_EVERY)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)  # of the GNU library
    kept.resident = _resident()


def _resident() -> int:
    """Bytes of memory that this process holds; 0 where the system does not tell, and Python sees to it alone."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * mmap.PAGESIZE
    except OSError:
        return 0


def close() -> None:
    """End what this process keeps; nothing is left running. A second thread that asks for it waits for the first."""
    global _kept
    with _closing:
        if _kept is not None:
            _kept.close()
            _kept = None


def _here(hiding: tuple[str, ...]) -> Kept:
    global _kept
    if _kept is not None and _kept.hiding != hiding:  # a worker of a cluster, asked by another run
        close()
    if _kept is None:
        _kept = Kept(hiding)
        Finalize(None, close, exitpriority=100)  # also where a process ends without its atexit functions
    return _kept


def _exercise(batch: Batch, kept: Kept) -> Code:
    """The exercise in this process's own bank, if it is the one that is meant."""
    if batch.machine != identity.of_machine():
        raise Unable(
            f"a process that grades has {identity.of_machine()}, the answers are to be graded with {batch.machine}; "
            "install the same on all machines, and change nothing while it runs"
        )
    private = Path(batch.bank) if batch.bank and os.path.isdir(batch.bank) else None
    key = (batch.rev, batch.bank)
    try:
        if key not in kept.exercises:
            kept.exercises[key] = load_one(roots(private), batch.exercise)
        found = identity.of_exercise(kept.exercises[key])
    except (BankError, UnknownTopic, OSError) as error:
        line = " ".join(str(error).split())
        raise Unable(f"a process that grades cannot load {batch.exercise}: {line}") from None
    if found != batch.rev:
        raise Unable(
            f"the files of {batch.exercise} are not the same where it is graded: they changed while this ran, "
            "or the cluster has another version of the bank"
        )
    return kept.exercises[key]


def _require(zygotes: Zygotes) -> None:
    try:
        require(zygotes)
    except SandboxError as error:
        raise Unable(str(error)) from None


def _grade(batch: Batch, exercise: Code, kept: Kept) -> list[Record]:
    """Grade; where the grader fails on an answer, try that one again with fresh zygotes, then go on without it."""
    records: list[Record] = []
    tried = 0
    while len(records) < len(batch.papers):
        rest, before = batch.papers[len(records) :], len(records)
        problem = _grade_rest(batch, rest, exercise, kept, records)
        if len(records) > before:
            tried = 0
        if len(records) < len(batch.papers):
            tried += 1
            if tried == TRIES:
                records.append(failed(batch.papers[len(records)], batch, problem))
                tried = 0
            else:
                kept.zygotes.close()
    return records


def _grade_rest(
    batch: Batch, rest: tuple[Paper, ...], exercise: Code, kept: Kept, records: list[Record]
) -> str:
    """Add the records of ``rest`` as far as it goes, and tell what stopped it."""

    def finished(verdict: Verdict) -> None:
        records.append(graded(verdict, batch.papers[len(records)], batch))

    answers = [Answer(Path(paper.name), paper.source) for paper in rest]
    namer = kept.namer(exercise, batch.rev)
    try:
        for library in {answer.library for answer in answers if not missing_library(answer)}:
            kept.zygotes.get(library)  # they warm up while pytest is imported
        grade_each(answers, exercise, finished, seed=batch.seed, zygotes=kept.zygotes, namer=namer)
    except Exception as error:
        line = " ".join(f"{type(error).__name__}: {error}".split())
        return f"the grader failed, which does not count against the answer: {line}"
    return "the grader ended before this answer was graded; this does not count against it"
