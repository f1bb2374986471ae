"""Real pool processes, some of which are killed; the ones that these tests started, by their ids."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from kb.grader.cohort.batches import Batch, BatchQueue
from kb.grader.cohort.dispatch import Dispatcher
from kb.grader.cohort.pool import LocalPool
from kb.grader.cohort.roster import Roster
from kb.grader.cohort.verdict_json import Record

from .conftest import RIGHT, TOYBANK, WRONG, Fill, batch, roster_of

SLOW = RIGHT + "import time\ntime.sleep(0.5)\n"


@pytest.fixture
def pool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalPool]:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    running = LocalPool(2)
    before = descendants()
    yield running
    running.close()
    assert not psutil.wait_procs(started(before), timeout=60)[1]
    assert not list((tmp_path / "tmp").iterdir())


def descendants() -> set[psutil.Process]:
    return set(psutil.Process().children(recursive=True))


def started(before: set[psutil.Process]) -> list[psutil.Process]:
    """What lives now and did not before, but for what multiprocessing keeps as long as this process lives."""
    return [process for process in descendants() - before if lives(process)]


def lives(process: psutil.Process) -> bool:
    try:
        tracker = "resource_tracker" in " ".join(process.cmdline())
        return not tracker and bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def pool_processes() -> list[int]:
    return [process.pid for process in multiprocessing.active_children() if process.pid is not None]


def until(true: Callable[[], bool], seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def driven(roster: Roster, pool: LocalPool, each: int = 2) -> Iterator[list[Record]]:
    like = batch()
    stock = BatchQueue(
        roster.entries, roster, each, Batch("", "", (), 1, like.machine, like.bank), lambda problem: None
    )
    return Dispatcher(stock, pool, lambda: False).records()


def test_a_killed_process_is_replaced_and_nothing_is_graded_twice(pool: LocalPool, fill: Fill) -> None:
    roster = roster_of(fill({f"s{number}/scale.py": SLOW for number in range(8)}))
    found: list[str] = []
    killed: list[int] = []
    for records in driven(roster, pool):
        assert {record["outcome"] for record in records} == {"passed"}
        found += [record["file"] for record in records]
        if not killed:
            killed += pool_processes()
            os.kill(killed[0], signal.SIGKILL)
    assert sorted(found) == [f"s{number}/scale.py" for number in range(8)]
    assert killed[0] not in pool_processes()


def test_closing_ends_everything_at_once(pool: LocalPool) -> None:
    before = descendants()
    future = pool.submit(batch(*[SLOW] * 10))
    until(lambda: any("start.py" in " ".join(each.cmdline()) for each in started(before)))
    assert not future.done()
    pool.close()
    until(lambda: not started(before), 10)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_of_others(pool: LocalPool, number: signal.Signals) -> None:
    """SIGTERM ends a pool process with its zygotes; SIGINT is for the process that owns the pool."""
    before = descendants()
    future = pool.submit(batch(SLOW, SLOW))
    until(lambda: any("start.py" in " ".join(each.cmdline()) for each in started(before)))
    (pid,) = pool_processes()
    zygotes = [each for each in started(before) if "start.py" in " ".join(each.cmdline())]
    os.kill(pid, number)
    if number == signal.SIGINT:
        assert [record["outcome"] for record in future.result(60)] == ["passed", "passed"]
    else:
        error = future.exception(60)
        assert error is not None and pool.died(error)
        assert not psutil.wait_procs(zygotes, timeout=60)[1]


def test_batches_of_an_exercise_stay_with_the_process_that_knows_its_mistakes(pool: LocalPool) -> None:
    assert pool.prefers("toy/scale") == 1  # nobody knows it
    first = pool.submit(batch(SLOW))
    assert pool.prefers("toy/scale") == 0  # somebody else does
    assert pool.prefers("toy/other") == 1
    first.result(60)
    assert pool.prefers("toy/scale") == 2
    assert pool.submit(batch(WRONG)).result(60)[0]["outcome"] == "wrong value"


def threads() -> list[int]:
    """How many threads the libraries that NumPy brought along use for arrays."""
    from threadpoolctl import threadpool_info

    return [library["num_threads"] for library in threadpool_info()]


def test_a_process_uses_one_thread_for_arrays(pool: LocalPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    pool.submit(batch(RIGHT)).result(60)
    (running,) = [slot._pool for slot in pool._slots if slot._pool is not None]
    assert set(running.schedule(threads).result(60)) == {1}
    assert os.environ["OMP_NUM_THREADS"] == "2" and "OPENBLAS_NUM_THREADS" not in os.environ


ORPHAN = """
import multiprocessing, os, signal, sys, time
sys.path.insert(0, sys.argv[1])
from kb.grader.cohort.pool import LocalPool
from tests.grader.cohort.conftest import RIGHT, batch

if __name__ == "__main__":
    pool = LocalPool(1)
    pool.submit(batch(RIGHT)).result(60)
    pool.submit(batch(*[RIGHT + "import time\\ntime.sleep(1)\\n"] * 10))
    print(*[child.pid for child in multiprocessing.active_children()], flush=True)
    time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_owner_leaves_nothing_behind(tmp_path: Path) -> None:
    script = tmp_path / "orphan.py"
    script.write_text(ORPHAN)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    done = subprocess.run(
        [sys.executable, str(script), str(Path(__file__).parents[3])],
        env=os.environ | {"TMPDIR": str(temporary), "KB_BANK": str(TOYBANK)},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    (pid,) = map(int, done.stdout.split())
    until(lambda: not psutil.pid_exists(pid), 20)
    until(lambda: not list(temporary.iterdir()), 20)
