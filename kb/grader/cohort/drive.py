"""Batches out, records in. Whatever ends on the way, every answer gets exactly one record."""

from __future__ import annotations

import concurrent.futures
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from typing import Protocol

from kb.grader.cohort.batches import Batch, Stock
from kb.grader.cohort.verdict_json import Record, failed
from kb.grader.cohort.work import Unable

LOOK = 0.2  # seconds between two looks at whether to stop
DEATHS = 2  # of processes, after which a batch is taken apart, or an answer given up


class Gone(Exception):
    """The place where answers are graded is not there any more; the text says what to do."""


class Place(Protocol):
    """Somewhere to send batches to: processes of this machine, or a cluster."""

    @property
    def room(self) -> int: ...

    def prefers(self, exercise: str) -> int: ...

    def submit(self, batch: Batch) -> Future[list[Record]]: ...

    def died(self, error: BaseException) -> bool: ...

    def check(self) -> None: ...


class Drive:
    """Hands out batches while there is room and until it is told to stop."""

    def __init__(self, stock: Stock, place: Place, stop: Callable[[], bool]):
        self._stock, self._place, self._stop = stock, place, stop
        self._again: deque[Batch] = deque()
        self._under_way: dict[Future[list[Record]], Batch] = {}
        self.deaths = 0  # of processes

    def records(self) -> Iterator[list[Record]]:
        """The records of each batch, as soon as they are there.

        Raises:
            Unable: a process must not grade.
            Gone: the cluster is lost.
        """
        self._hand_out()
        trouble: Unable | Gone | None = None
        while self._under_way and trouble is None and not self._stop():
            done, _ = concurrent.futures.wait(
                self._under_way, LOOK, return_when=concurrent.futures.FIRST_COMPLETED
            )
            if not done:
                self._place.check()
                continue
            found, trouble = self._all_taken(done)
            if trouble is None:
                self._hand_out()  # before the records are written, so that nobody waits for a disk
            yield from found
        if trouble is not None:
            raise trouble
        yield from self._all_taken([future for future in self._under_way if future.done()])[0]

    def _all_taken(
        self, done: Iterable[Future[list[Record]]]
    ) -> tuple[list[list[Record]], Unable | Gone | None]:
        """The records of all that is done, and what forbids to go on, if anything does."""
        found: list[list[Record]] = []
        trouble: Unable | Gone | None = None
        for future in done:
            try:
                found.append(self._taken(future))
            except (Unable, Gone) as error:
                trouble = error
        return [records for records in found if records], trouble

    def _hand_out(self) -> None:
        while self._place.room > 0 and not self._stop():
            batch = self._again.popleft() if self._again else self._stock.take(self._place.prefers)
            if batch is None:
                return
            self._under_way[self._place.submit(batch)] = batch

    def _taken(self, future: Future[list[Record]]) -> list[Record]:
        batch = self._under_way.pop(future)
        try:
            records = future.result()
        except (Unable, Gone):
            raise
        except (Exception, concurrent.futures.CancelledError) as error:
            if not self._place.died(error):
                line = " ".join(f"{type(error).__name__}: {error}".split())
                return self._give_up(
                    batch, f"the grader failed, which does not count against the answer: {line}"
                )
            self.deaths += 1
            return self._once_more(replace(batch, deaths=batch.deaths + 1))
        if [record["file"] for record in records] != [paper.file for paper in batch.papers]:
            return self._give_up(
                batch, "what came back is not about this answer; this does not count against it"
            )
        return records

    def _once_more(self, batch: Batch) -> list[Record]:
        """Any process may end; the second time with the same batch it was probably one of its answers."""
        if batch.deaths < DEATHS:
            self._again.append(batch)
        elif len(batch.papers) > 1:
            self._again.extend(batch.alone())
        else:
            message = f"the process that graded it ended {batch.deaths} times; this does not count against it"
            return self._give_up(batch, message)
        return []

    def _give_up(self, batch: Batch, message: str) -> list[Record]:
        return [failed(paper, batch, message) for paper in batch.papers]
