"""A small process that removes the working folders of all workers once their zygote has ended, however it ended.

Usually the grader removes them itself. When it is killed, the kernel kills the zygote and its workers too, and none of
them can remove anything any more.
"""

from __future__ import annotations

import os
import time

from . import leftovers
from .nursery import keep_only

TRIES = 50  # a worker may write for a moment longer
PAUSE = 0.1  # seconds


def start(folder: str) -> int:
    """Fork the janitor; to be called by a process with one thread that has opened nothing yet.

    Returns:
        a file descriptor that this process has to keep open, and whose copies its children have to close.
    """
    reading, writing = os.pipe()
    between = os.fork()
    if (
        between == 0
    ):  # ends at once, so that the janitor is nobody's child: it would be taken for something left behind
        try:
            os.setsid()
            if os.fork() == 0:
                _wait(reading, folder)
        finally:
            os._exit(0)
    os.close(reading)
    os.waitpid(between, 0)
    return writing


def _wait(reading: int, folder: str) -> None:
    """Until the last copy of the other end is closed, which is when the zygote has ended."""
    os.chdir("/")
    keep_only(reading)
    os.read(reading, 1)
    for _ in range(TRIES):
        leftovers.remove(folder)
        if not os.path.lexists(folder):
            return
        time.sleep(PAUSE)
