"""Time that does not depend on what else the machine does: a process that waits for a processor is not slow.

Linux counts for every thread how long it was ready to run and had to wait. Without that share, a second beside four
busy programs is the same second as on an idle machine. Where the kernel does not tell, the clock on the wall counts.
The worker is not asked: the numbers are the kernel's.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence

MOST = 10.0  # times the seconds that a deadline allows; a process can also be the cause of its own waiting

clock = time.perf_counter


def waited(pid: int, thread: int = 0) -> float:
    """Seconds for which a process's first thread (or another one) was ready and had no processor; 0 if unknown."""
    where = f"/proc/{pid}/task/{thread}/schedstat" if thread else f"/proc/{pid}/schedstat"
    try:
        with open(where, "rb", buffering=0) as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def used(pid: int, thread: int = 0) -> float:
    """Seconds of processor time of all threads of a process, or of this thread; 0 if unknown."""
    if thread:
        return time.thread_time()
    try:
        # The kernel's number of the processor-time clock of another process; see clock_getcpuclockid(3).
        return time.clock_gettime((~pid << 3) | 2)
    except (OSError, AttributeError, OverflowError):
        return 0.0


class Effort:
    """Seconds since its making, without those in which the processes waited for a processor.

    Never less than the processor time that they used, so that threads that fight each other for the processors gain
    nothing, and never more than the clock says.

    Args:
        processes: of which one works while the others wait for it; this thread stands for its own process.
    """

    def __init__(self, *processes: int):
        self._sources: Sequence[tuple[int, int]] = [
            (pid, threading.get_native_id() if pid == os.getpid() else 0) for pid in processes
        ]
        self._begun = clock()
        # The last that is known of each; of a process that has ended nothing more is told.
        self._known = [(0.0, 0.0)] * len(self._sources)
        self._waited, self._used = self._now()

    def _now(self) -> tuple[float, float]:
        latest = [(waited(pid, thread), used(pid, thread)) for pid, thread in self._sources]
        self._known = [(max(a, c), max(b, d)) for (a, b), (c, d) in zip(self._known, latest, strict=True)]
        return sum(a for a, _ in self._known), sum(b for _, b in self._known)

    @property
    def wall(self) -> float:
        """Seconds by the clock on the wall."""
        return clock() - self._begun

    @property
    def seconds(self) -> float:
        wall = self.wall
        waited_now, used_now = self._now()
        if waited_now <= self._waited:  # nothing to leave out, or the process is gone
            return wall
        return min(wall, max(wall - (waited_now - self._waited), used_now - self._used))


class Deadline:
    """A number of seconds of effort.

    Args:
        seconds: how many.
        effort: what has been spent so far, and goes on.
    """

    def __init__(self, seconds: float, effort: Effort):
        self._seconds, self._effort = seconds, effort
        self.passed = False  # set by its owner

    def left(self) -> float:
        """Seconds until it is worth asking again; 0 when they are over."""
        wall = self._effort.wall
        if wall < self._seconds:  # nobody has to look at the processes
            return self._seconds - wall
        if wall >= MOST * self._seconds:
            return 0.0
        return max(0.0, self._seconds - self._effort.seconds)
