"""The start and the end of a pool process on this machine.

It ends on SIGTERM, and also when the process that started it is gone, even killed. Nothing is left behind either way.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
import time
from multiprocessing.util import Finalize

from kb.grader.cohort import work

CLEAR_SECONDS = 2.0


def begin(scratch: str) -> None:
    """Set up a pool process.

    Args:
        scratch: its own folder for temporary files.
    """
    tempfile.tempdir = scratch
    # Ctrl-C reaches all processes of a terminal, but this one is ended by its pool. SIG_IGN would be inherited by the
    # processes of the answers; a handler is not.
    signal.signal(signal.SIGINT, lambda number, frame: None)
    signal.signal(signal.SIGTERM, lambda number, frame: end(scratch, 128 + number))
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    # The pool's own loop may also be the first to see that its owner is gone.
    Finalize(None, end, args=(scratch, 0), exitpriority=-100)
    threading.Thread(target=_end_with_owner, args=(scratch,), daemon=True).start()


def end(scratch: str, status: int) -> None:
    """End this process and everything it started, at once."""
    try:
        work.close()
        clear(scratch)
        os.rmdir(os.path.dirname(scratch))  # the folder of all pool processes, if this is the last one
    except OSError:
        pass
    finally:
        os._exit(status)


def _end_with_owner(scratch: str) -> None:
    """Wait until the process that started this one is gone, then end."""
    owner = multiprocessing.parent_process()
    assert owner is not None
    owner.join()
    end(scratch, 0)


def clear(scratch: str) -> None:
    """Remove a folder, also where a process that was killed left files in it, or one that is ending still writes."""
    until = time.monotonic() + CLEAR_SECONDS
    while os.path.exists(scratch) and time.monotonic() < until:
        shutil.rmtree(scratch, ignore_errors=True)
