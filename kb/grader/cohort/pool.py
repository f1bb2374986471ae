"""Processes on this machine that grade, each an executor of its own, so that it is known which batch ended one."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection

from kb.grader.cohort import process
from kb.grader.cohort.batches import Batch
from kb.grader.cohort.verdict_json import Record
from kb.grader.cohort.work import grade_batch
from kb.grader.process.pooled import one_thread

PATIENCE = 5.0  # seconds that a process has for ending by itself


class Slot:
    """One pool process, replaced when it has ended."""

    def __init__(self, scratch: str):
        self._scratch = scratch
        self._executor: ProcessPoolExecutor | None = None
        self._lifeline: Connection | None = None
        self._theirs: Connection | None = None  # its other end, until the process has it
        self.future: Future[list[Record]] | None = None
        self.known: set[str] = set()  # exercises of which the process knows the mistakes

    @property
    def free(self) -> bool:
        return self.future is None or self.future.done()

    def submit(self, batch: Batch) -> Future[list[Record]]:
        self.known.add(batch.exercise)
        for last in (False, True):
            executor = self._executor or self._start()
            try:
                with one_thread(), _not_interrupted():
                    self.future = executor.submit(grade_batch, batch)
                self._let_go(executor)
                return self.future
            except BrokenProcessPool:  # it ended while it had nothing to do
                self.end()
                self.wait()
                if last:
                    raise
        raise AssertionError("not reached")

    def _let_go(self, executor: ProcessPoolExecutor) -> None:
        """Close what belongs to the process, now that it has it: with another copy around, its end is not seen.

        The pipe of the results is one of these: a process that is killed in the middle of a result would leave the
        reader waiting for the rest.
        """
        if self._theirs is not None:
            self._theirs.close()
            self._theirs = None
            with contextlib.suppress(AttributeError, OSError):
                executor._result_queue._writer.close()  # type: ignore[attr-defined]

    def _start(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        self._lifeline, self._theirs = context.Pipe()
        own = tempfile.mkdtemp(dir=self._scratch)
        self._executor = ProcessPoolExecutor(1, context, process.begin, (self._theirs, own))
        return self._executor

    def end(self) -> None:
        """Tell the process to end now, whatever it does."""
        self.known.clear()
        if self._lifeline is not None:
            with contextlib.suppress(OSError):
                self._lifeline.send_bytes(b"end")
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None

    def wait(self) -> None:
        """Until it has ended; then a new one is started when there is more to do."""
        if self._lifeline is not None:
            with contextlib.suppress(OSError):
                self._lifeline.poll(PATIENCE)  # there is something to read when its other end is gone
            self._lifeline.close()
            self._lifeline = None


class LocalPool:
    """``workers`` processes on this machine."""

    name = "this machine"

    def __init__(self, workers: int):
        self.workers = workers
        self._scratch = tempfile.mkdtemp(prefix="kb-cohort-")
        self._slots = [Slot(self._scratch) for _ in range(workers)]

    @property
    def room(self) -> int:
        """How many batches can be taken now; none waits in line, so that the one that ends a process is known."""
        return sum(slot.free for slot in self._slots)

    def prefers(self, exercise: str) -> int:
        """How well a batch of this exercise suits the process that is next: to learn about mistakes takes seconds."""
        if exercise in self._next.known:
            return 2
        return int(not any(exercise in slot.known for slot in self._slots))

    def submit(self, batch: Batch) -> Future[list[Record]]:
        return self._next.submit(batch)

    @property
    def _next(self) -> Slot:
        return next(slot for slot in self._slots if slot.free)

    def died(self, error: BaseException) -> bool:
        """Whether this came because a process ended; it is replaced."""
        if not isinstance(error, BrokenProcessPool):
            return False
        for slot in self._slots:
            if slot.future is not None and slot.future.done() and slot.future.exception() is error:
                slot.end()
                slot.wait()
        return True

    def check(self) -> None:
        """This machine is always there."""

    def close(self) -> None:
        """End all processes and remove what they left."""
        for slot in self._slots:
            slot.end()
        for slot in self._slots:
            slot.wait()
        process.clear(self._scratch)


@contextlib.contextmanager
def _not_interrupted() -> Iterator[None]:
    """A process inherits what is blocked: Ctrl-C cannot reach one before it has said what it does about it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
