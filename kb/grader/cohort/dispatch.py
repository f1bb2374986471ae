"""Send batches out and collect their records: exactly one for each answer, whichever processes end meanwhile."""

from __future__ import annotations

import concurrent.futures
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from typing import Protocol

from kb.grader.cohort.batches import Batch, BatchQueue
from kb.grader.cohort.verdict_json import Record, failed
from kb.grader.cohort.work import CannotGrade

LOOK = 0.2  # seconds between two checks whether to stop
DEATHS = 2  # of processes, after which a batch is split, or an answer given up


class ClusterLost(Exception):
    """The cluster that grades is no longer reachable; the message says why."""


class Backend(Protocol):
    """Where batches are graded: processes of this machine, or a cluster."""

    @property
    def room(self) -> int: ...

    def prefers(self, exercise: str) -> int: ...

    def submit(self, batch: Batch) -> Future[list[Record]]: ...

    def died(self, error: BaseException) -> bool: ...

    def check(self) -> None: ...


class Dispatcher:
    """Sends batches to a backend while it has room, until ``stop`` says so."""

    def __init__(self, queue: BatchQueue, backend: Backend, stop: Callable[[], bool]):
        self._queue, self._backend, self._stop = queue, backend, stop
        self._again: deque[Batch] = deque()
        self._under_way: dict[Future[list[Record]], Batch] = {}
        self.deaths = 0  # of processes

    def records(self) -> Iterator[list[Record]]:
        """The records of each batch, as soon as they arrive.

        Raises:
            CannotGrade: a process must not grade.
            ClusterLost: the cluster is lost.
        """
        self._send_out()
        trouble: CannotGrade | ClusterLost | None = None
        while self._under_way and trouble is None and not self._stop():
            done, _ = concurrent.futures.wait(
                self._under_way, LOOK, return_when=concurrent.futures.FIRST_COMPLETED
            )
            if not done:
                self._backend.check()
                continue
            found, trouble = self._collect(done)
            if trouble is None:
                self._send_out()  # before the records are written, so that nobody waits for a disk
            yield from found
        if trouble is not None:
            raise trouble
        yield from self._collect([future for future in self._under_way if future.done()])[0]

    def _collect(
        self, done: Iterable[Future[list[Record]]]
    ) -> tuple[list[list[Record]], CannotGrade | ClusterLost | None]:
        """The records of all finished batches, and the error that ends the run, if there is one."""
        found: list[list[Record]] = []
        trouble: CannotGrade | ClusterLost | None = None
        for future in done:
            try:
                found.append(self._records_of(future))
            except (CannotGrade, ClusterLost) as error:
                trouble = error
        return [records for records in found if records], trouble

    def _send_out(self) -> None:
        while self._backend.room > 0 and not self._stop():
            batch = self._again.popleft() if self._again else self._queue.take(self._backend.prefers)
            if batch is None:
                return
            self._under_way[self._backend.submit(batch)] = batch

    def _records_of(self, future: Future[list[Record]]) -> list[Record]:
        batch = self._under_way.pop(future)
        try:
            records = future.result()
        except (CannotGrade, ClusterLost):
            raise
        except (Exception, concurrent.futures.CancelledError) as error:
            if not self._backend.died(error):
                line = " ".join(f"{type(error).__name__}: {error}".split())
                return self._give_up(
                    batch, f"the grader failed, which does not count against the answer: {line}"
                )
            self.deaths += 1
            return self._retry(replace(batch, deaths=batch.deaths + 1))
        if [record["file"] for record in records] != [answer.file for answer in batch.answers]:
            return self._give_up(batch, "the reply is not about this answer; this does not count against it")
        return records

    def _retry(self, batch: Batch) -> list[Record]:
        """Any process may end; if two do with the same batch, one of its answers is probably the cause."""
        if batch.deaths < DEATHS:
            self._again.append(batch)
        elif len(batch.answers) > 1:
            self._again.extend(batch.alone())
        else:
            message = f"the process that graded it ended {batch.deaths} times; this does not count against it"
            return self._give_up(batch, message)
        return []

    def _give_up(self, batch: Batch, message: str) -> list[Record]:
        return [failed(answer, batch, message) for answer in batch.answers]
