"""Grading processes on this machine.

Each is a pool of one process. Batches of an exercise can then go to the process that already knows its mistakes, and
a process that is killed in the middle of a result leaves half a message in a pipe that nobody else uses.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from pebble import ProcessExpired, ProcessPool

from kb.grader.cohort import process
from kb.grader.cohort.batches import Batch
from kb.grader.cohort.verdict_json import Record
from kb.grader.cohort.work import grade_batch
from kb.grader.process.pooled import one_thread


class Slot:
    """A pool of one process, which is replaced when the process has ended."""

    def __init__(self, scratch: str):
        self._scratch = scratch
        self._pool: ProcessPool | None = None
        self.future: Future[list[Record]] | None = None
        self.known: set[str] = set()  # exercises whose mistakes the process has compared with answers

    @property
    def free(self) -> bool:
        return self.future is None or self.future.done()

    def submit(self, batch: Batch) -> Future[list[Record]]:
        try:
            self.future = self._schedule(batch)
        except RuntimeError:  # the process ended while it was idle
            self.end()
            self.future = self._schedule(batch)
        self.known.add(batch.exercise)
        return self.future

    def _schedule(self, batch: Batch) -> Future[list[Record]]:
        with one_thread(), _interrupts_blocked():
            self._pool = self._pool or self._new()
            return self._pool.schedule(grade_batch, args=(batch,))

    def _new(self) -> ProcessPool:
        own = tempfile.mkdtemp(dir=self._scratch)
        context = multiprocessing.get_context("spawn")
        return ProcessPool(1, initializer=process.begin, initargs=(own,), context=context)

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.known.clear()
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None


class LocalPool:
    """``workers`` processes on this machine."""

    name = "this machine"

    def __init__(self, workers: int):
        self.workers = workers
        self._scratch = tempfile.mkdtemp(prefix="kb-cohort-")
        self._slots = [Slot(self._scratch) for _ in range(workers)]

    @property
    def room(self) -> int:
        """How many batches can be submitted now: one for each idle process, so none ever waits behind another."""
        return sum(slot.free for slot in self._slots)

    def prefers(self, exercise: str) -> int:
        """How well a batch of this exercise suits the next process: learning about its mistakes takes seconds."""
        if exercise in self._next.known:
            return 2
        return int(not any(exercise in slot.known for slot in self._slots))

    def submit(self, batch: Batch) -> Future[list[Record]]:
        return self._next.submit(batch)

    @property
    def _next(self) -> Slot:
        return next(slot for slot in self._slots if slot.free)

    def died(self, error: BaseException) -> bool:
        """Whether the error means that a process ended; that process is replaced."""
        if not isinstance(error, (ProcessExpired, BrokenProcessPool)):
            return False
        for slot in self._slots:
            if slot.future is not None and slot.future.done() and slot.future.exception() is error:
                slot.end()
        return True

    def check(self) -> None:
        """This machine cannot be lost."""

    def close(self) -> None:
        """End all processes and remove what they left behind."""
        with ThreadPoolExecutor(self.workers) as threads:
            for slot in self._slots:
                threads.submit(slot.end)
        process.clear(self._scratch)


@contextlib.contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Let processes start with SIGINT blocked, so that Ctrl-C cannot end one before it has its own handler.

    The threads with which pebble starts a replacement inherit this.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
