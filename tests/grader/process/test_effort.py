"""Seconds that do not count the wait for a processor, measured with a process that is kept waiting on purpose."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from kb.grader.process import effort
from kb.grader.process.effort import MOST, Deadline, Effort

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how long a process waited")
BUSY = "while True: pass"


class World:
    """A clock, and what the kernel says of processes; nothing moves by itself."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.now = 100.0
        self.waited: dict[int, float] = {}
        self.used: dict[int, float] = {}
        monkeypatch.setattr(effort, "clock", lambda: self.now)
        monkeypatch.setattr(effort, "waited", lambda pid, thread=0: self.waited.get(pid, 0.0))
        monkeypatch.setattr(effort, "used", lambda pid, thread=0: self.used.get(pid, 0.0))

    def passes(self, pid: int, *, waited: float = 0.0, used: float = 0.0, asleep: float = 0.0) -> None:
        self.now += waited + used + asleep
        self.waited[pid] = self.waited.get(pid, 0.0) + waited
        self.used[pid] = self.used.get(pid, 0.0) + used


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    return World(monkeypatch)


def test_waiting_is_left_out_and_sleep_is_not(world: World) -> None:
    world.passes(7, waited=50.0, used=20.0)  # before
    spent = Effort(7)
    world.passes(7, waited=6.0, used=2.0, asleep=1.0)
    assert spent.seconds == pytest.approx(3.0)
    assert spent.wall == pytest.approx(9.0)


def test_two_processes_that_take_turns(world: World) -> None:
    spent = Effort(7, 8)
    world.passes(7, waited=4.0, used=1.0)
    world.passes(8, waited=3.0, used=0.5)
    assert spent.seconds == pytest.approx(1.5)


def test_threads_that_wait_for_each_other_gain_nothing(world: World) -> None:
    """Four of them on two processors: the first one waits half of the time, and all together use twice that."""
    spent = Effort(7)
    world.now, world.waited[7], world.used[7] = 110.0, 5.0, 20.0
    assert spent.seconds == 10.0


def test_what_was_known_of_a_process_that_is_gone_still_counts(world: World) -> None:
    """As when a deadline has passed, and the worker was killed: what it had waited is not charged afterward."""
    spent = Effort(7)
    world.passes(7, waited=40.0, used=5.0)
    assert spent.seconds == pytest.approx(5.0)
    world.waited.clear()
    world.used.clear()
    world.now += 0.5
    assert spent.seconds == pytest.approx(5.5)


def test_a_process_that_is_gone_leaves_the_clock(world: World) -> None:
    world.passes(7, waited=5.0, used=5.0)
    spent = Effort(7)
    world.now += 2.0
    world.waited.clear()
    world.used.clear()
    assert spent.seconds == pytest.approx(2.0)


def test_a_deadline_moves_by_what_was_waited(world: World) -> None:
    deadline = Deadline(5.0, Effort(7))
    assert deadline.left() == pytest.approx(5.0)
    world.passes(7, waited=3.0, used=2.0)
    assert deadline.left() == pytest.approx(3.0)
    world.passes(7, waited=2.0, used=1.0)
    assert deadline.left() == pytest.approx(2.0)
    world.passes(7, used=2.0)
    assert deadline.left() == 0


def test_a_deadline_has_an_end(world: World) -> None:
    deadline = Deadline(5.0, Effort(7))
    world.passes(7, waited=5.0 * MOST)
    assert deadline.left() == 0


@pytest.fixture
def starved() -> Iterator[int]:
    """A busy process that shares one processor with three others."""
    processor = min(os.sched_getaffinity(0))
    running = [subprocess.Popen([sys.executable, "-I", "-S", "-c", BUSY]) for _ in range(4)]
    try:
        for process in running:
            os.sched_setaffinity(process.pid, {processor})
        yield running[0].pid
    finally:
        for process in running:
            process.kill()
            process.wait()


def until(met: Callable[[], bool]) -> None:
    for _ in range(6000):
        if met():
            return
        time.sleep(0.01)
    raise AssertionError("not met within a minute")


@LINUX
def test_the_kernel_tells(starved: int) -> None:
    """It used a quarter of the time and waited for three; on a busy machine it waits even more."""
    spent = Effort(starved)
    before, waited = effort.used(starved), effort.waited(starved)
    until(lambda: effort.used(starved) - before > 0.3)
    assert effort.waited(starved) - waited > 0.3
    assert spent.seconds < 0.75 * spent.wall


@LINUX
def test_of_its_own_process_it_is_this_thread_that_counts() -> None:
    spent = Effort(os.getpid())
    begun = time.thread_time()
    while time.thread_time() - begun < 0.05:
        pass
    assert 0.05 <= spent.seconds <= spent.wall


def test_nothing_is_known_of_a_process_that_is_not_there() -> None:
    child = subprocess.Popen([sys.executable, "-I", "-S", "-c", ""])
    child.wait()
    assert (effort.waited(child.pid), effort.used(child.pid)) == (0.0, 0.0)
