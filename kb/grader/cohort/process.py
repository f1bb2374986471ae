"""A pool process on this machine: how it begins, and how it ends with nothing left behind.

It ends when it is told to through a pipe, and also when whoever started it is gone, killed by whatever: that process
alone has the other end of the pipe, which is closed then.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
from multiprocessing.connection import Connection
from types import FrameType

from kb.grader.cohort import work


def begin(lifeline: Connection, scratch: str) -> None:
    """The first thing that a pool process does.

    Args:
        lifeline: something comes from it, or its other end is closed, when this process is to end.
        scratch: a folder of its own for everything temporary.
    """
    tempfile.tempdir = scratch
    # Ctrl-C reaches all processes of a terminal; what ends this one is the lifeline. A handler, as an ignored signal
    # would stay ignored in the answers.
    signal.signal(signal.SIGINT, _nothing)
    signal.signal(signal.SIGTERM, lambda number, frame: end(scratch, 128 + number))
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_watch, args=(lifeline, scratch), name="lifeline", daemon=True).start()


def end(scratch: str, status: int) -> None:
    """End at once, and everything with it."""
    try:
        work.close()
        clear(scratch)
        os.rmdir(os.path.dirname(scratch))  # the folder of all pool processes, when this was the last one
    except OSError:
        pass
    finally:
        os._exit(status)


def _watch(lifeline: Connection, scratch: str) -> None:
    try:
        lifeline.recv_bytes()
    except (EOFError, OSError):
        pass
    end(scratch, 0)


def _nothing(number: int, frame: FrameType | None) -> None:
    """Take no notice."""


def clear(scratch: str) -> None:
    """Remove what processes left that had no time to do it."""
    shutil.rmtree(scratch, ignore_errors=True)
