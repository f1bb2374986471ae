"""What a worker is confined by before it sees an answer.

Layers so far: its own session and process group, so that everything it starts can be killed together, and
resource limits. Each further layer belongs in ``enter`` and in ``layers``, which the report names.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from typing import Any

PR_SET_PDEATHSIG = 1


def layers() -> list[str]:
    """The layers that this machine offers, by the names that the report uses."""
    return ["process group", "resource limits"]


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends; Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def data_in_use() -> int:
    """Bytes of private writable memory that the process has now; what RLIMIT_DATA counts."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[5]) * resource.getpagesize()
    except OSError:
        return 0


def lower(kind: int, value: int) -> None:
    """Lower one limit for good; never raise one, and never fail on a system that lacks it."""
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    try:
        resource.setrlimit(kind, (value, value))
    except (OSError, ValueError):
        pass


def enter(channel: int, output: int, scratch: str, limits: dict[str, Any]) -> None:
    """Confine this process: session, standard streams, open files, working folder, resources."""
    os.setsid()
    die_with_parent()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    for fd in os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else map(str, range(256)):
        if int(fd) > 2 and int(fd) != channel:
            try:
                os.close(int(fd))
            except OSError:
                pass
    os.chdir(scratch)
    os.umask(0o077)
    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_FSIZE, limits["file_bytes"])
    lower(resource.RLIMIT_CPU, limits["cpu_seconds"])
    lower(resource.RLIMIT_NOFILE, 256)
    # DATA, not AS: torch maps far more address space than it ever touches.
    lower(resource.RLIMIT_DATA, data_in_use() + limits["memory_bytes"])
