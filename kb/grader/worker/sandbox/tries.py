"""Try what the sandbox must refuse: the answer that ``kb/grader/process/selftest.py`` sends into a worker.

The audit hook is left out there, for it can be got around; what these meet is the kernel. Every function returns
whether it got through, and the grader looks at the effects itself where there are any.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import time

PTRACE_ATTACH = 16
SECONDS = 20.0  # how long what is left behind would stay, if nobody ended it


def attempt(kind: str, where: str, number: int) -> bool:
    """Try one thing: ``where`` is a path, ``number`` a port or a process."""
    tries = {"read": read, "write": write, "connect": connect, "stay": stay, "signal": kill, "trace": trace}
    try:
        return tries[kind](where, number)
    except OSError:
        return False


def read(where: str, number: int) -> bool:
    if os.path.isdir(where):
        return bool(os.listdir(where))
    with open(where, "rb") as file:
        return bool(file.read(1))


def write(where: str, number: int) -> bool:
    """Into a folder, and onto the rights of a file in it."""
    through = False
    for change in (_make, _change):
        try:
            change(where)
            through = True
        except OSError:
            pass
    return through


def _make(where: str) -> None:
    with open(os.path.join(where, "made"), "w", encoding="ascii") as file:
        file.write("x")


def _change(where: str) -> None:
    os.chmod(os.path.join(where, "there"), 0o777)


def connect(where: str, number: int) -> bool:
    with socket.create_connection((where, number), timeout=1.0):
        return True


def stay(where: str, number: int) -> bool:
    """A daemon: forked twice, of a session of its own, holding the output open."""
    if os.fork():
        return True
    os.setsid()
    if os.fork() == 0:
        time.sleep(SECONDS)
    os._exit(0)


def kill(where: str, number: int) -> bool:
    os.kill(number, signal.SIGUSR1)
    return True


def trace(where: str, number: int) -> bool:
    library = ctypes.CDLL(None)
    nothing = ctypes.c_void_p(0)
    return bool(library.ptrace(PTRACE_ATTACH, number, nothing, nothing) == 0)
