"""A Dask cluster instead of this machine's processes: the same batches, the same function."""

from __future__ import annotations

import concurrent.futures
import contextlib
import logging
import time
import warnings
from concurrent.futures import Future
from typing import Any

from kb.grader.cohort.batches import Batch
from kb.grader.cohort.dispatch import ClusterLost
from kb.grader.cohort.verdict_json import Record
from kb.grader.cohort.work import grade_batch

WAIT = 5.0  # seconds for the scheduler to answer, and for its first worker
LOST = 20.0  # seconds without a scheduler or any worker, after which the cluster is given up
AHEAD = 4  # batches for each worker: the one it is grading, and others on their way to it


class ClusterUnavailable(Exception):
    """The cluster cannot be reached; the message says what to do."""


class Cluster:
    """The workers of a scheduler. Start them with ``--nthreads 1``: a process grades one batch at a time."""

    def __init__(self, address: str, wait: float = WAIT, lost: float = LOST):
        self.name, self._lost = address, lost
        self._client = connect(address, wait)
        self._executor: concurrent.futures.Executor = self._client.get_executor(pure=False)
        self._under_way: set[Future[list[Record]]] = set()
        self._fine = self._looked = time.monotonic()
        self.workers = len(self._client.nthreads())

    @property
    def room(self) -> int:
        self._under_way = {future for future in self._under_way if not future.done()}
        return AHEAD * max(1, self.workers) - len(self._under_way)

    def prefers(self, exercise: str) -> int:
        """The scheduler decides what goes where."""
        return 0

    def submit(self, batch: Batch) -> Future[list[Record]]:
        try:
            future = self._executor.submit(grade_batch, batch)
        except Exception as error:
            raise ClusterLost(self._text(error)) from None
        self._under_way.add(future)
        return future

    def died(self, error: BaseException) -> bool:
        """Whether a batch ended one worker after another; the scheduler has tried it on several by then.

        Raises:
            ClusterLost: any other error of a cluster has nothing to do with the answers.
        """
        from distributed.scheduler import KilledWorker

        if isinstance(error, KilledWorker):
            return True
        raise ClusterLost(self._text(error))

    def check(self) -> None:
        """
        Raises:
            ClusterLost: there has been no scheduler, or no worker, for some time.
        """
        now = time.monotonic()
        if now - self._looked < 1:
            return
        self._looked = now
        if self._alive():
            self._fine = now
        elif now - self._fine > self._lost:
            raise ClusterLost(f"the cluster at {self.name} has had no worker for {self._lost:g} s")

    def _alive(self) -> bool:
        if self._client.status != "running":
            return False
        with contextlib.suppress(Exception):
            self.workers = len(self._client.nthreads())
            return self.workers > 0
        return False

    def _text(self, error: BaseException) -> str:
        if (
            isinstance(error, (concurrent.futures.CancelledError, OSError))
            or "Cancelled" in type(error).__name__
        ):
            return f"the cluster at {self.name} is gone"
        line = " ".join(f"{type(error).__name__}: {error}".split())
        hint = "install the same kb for its scheduler and all of its workers"
        return f"the cluster at {self.name} cannot run this; {hint} ({line})"

    def close(self) -> None:
        """Cancel what is not finished, and disconnect."""
        with contextlib.suppress(Exception):
            self._executor.shutdown(wait=False, cancel_futures=False)
        with contextlib.suppress(Exception):
            self._client.close(timeout=2)


def connect(address: str, wait: float) -> Any:
    """Connect to a scheduler that has at least one worker.

    Raises:
        ClusterUnavailable: there is no scheduler or worker, or Dask is not installed.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ClusterUnavailable(
            "--scheduler needs Dask, which is not installed; `pip install 'kb[cluster]'` adds it"
        ) from None
    _silence()
    start = "`dask scheduler` and `dask worker ADDRESS --nthreads 1` start one"
    try:
        client: Any = Client(address, timeout=wait, set_as_default=False)  # type: ignore[no-untyped-call,unused-ignore]
    except (OSError, ValueError, TypeError, ImportError) as error:
        line = " ".join(str(error).split())
        raise ClusterUnavailable(f"there is no Dask scheduler at {address}: {line}; {start}") from None
    try:
        client.wait_for_workers(1, timeout=wait)
    except (OSError, TimeoutError):
        client.close(timeout=2)
        raise ClusterUnavailable(f"the Dask scheduler at {address} has no workers; {start}") from None
    return client


def _silence() -> None:
    """Silence Dask: errors are reported in one line here, and its loggers each have their own level."""
    for name in ("distributed", *logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", module="distributed")
