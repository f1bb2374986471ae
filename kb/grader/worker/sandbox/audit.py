"""The audit hook: Python's own events, refused with a sentence that says what happened and why.

It guards against slips and naive tricks, on every system, and can be got around: code that reaches C, as through
``ctypes``, raises no events, and digging long enough finds the hook. The layers of the kernel are what holds.
Its worth is that a learner who opened a file reads a reason instead of an error number, and that it is there on
macOS. It costs nothing in numeric code, which raises no events.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from .paths import NOTHING, Reach, contains

Check = Callable[..., None]
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
LOCAL = (-1, 1)  # a socket made from a descriptor, and AF_UNIX; both know no network

NETWORK = (
    *("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"),
    *("socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo", "socket.sethostname"),
)
PROCESSES = (
    *("os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.startfile"),
    *("subprocess.Popen", "pty.spawn", "os.startfile/2", "_winapi.CreateProcess"),
)
# Each with the number of paths among its first arguments.
CHANGES = {
    "os.rename": 2,
    "os.link": 2,
    **dict.fromkeys(("os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.mkfifo", "os.mknod"), 1),
    **dict.fromkeys(("os.chmod", "os.chown", "os.utime", "os.chflags", "os.setxattr", "os.removexattr"), 1),
    "sqlite3.connect": 1,
}
LISTS = ("os.listdir", "os.scandir", "os.listxattr", "os.getxattr")
# What ctypes would be asked for to get around the rest; the numeric libraries look none of them up.
NATIVE = frozenset(
    (
        *("fork", "vfork", "clone", "system", "popen", "posix_spawn", "posix_spawnp", "syscall", "prctl"),
        *("execv", "execve", "execvp", "execl", "execlp", "execle", "fexecve", "kill", "killpg", "tgkill"),
        *("socket", "connect", "bind", "listen", "accept", "ptrace", "process_vm_readv", "process_vm_writev"),
        *("open", "open64", "openat", "fopen", "fopen64", "creat", "opendir", "unlink", "rename"),
        *("mount", "unshare", "setns"),
    )
)


def enter(reach: Reach, scratch: str) -> None:
    """Add the hook; Python has no way to take one away."""
    sys.addaudithook(hook(rules(reach, os.path.realpath(scratch))))


def hook(checks: dict[str, Check]) -> Callable[[str, tuple[Any, ...]], None]:
    """One look-up for the events that nobody minds, which are nearly all."""
    find = checks.get

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        check = find(event)
        if check is not None:
            check(*arguments)

    return hear


def rules(reach: Reach, scratch: str) -> dict[str, Check]:
    """What is done about each event."""
    own = os.getpid()
    read, write = _file_checks(reach, scratch)

    def opened(path: Any, mode: Any, flags: Any) -> None:
        writes = (isinstance(flags, int) and flags & WRITES) or (
            isinstance(mode, str) and set(mode) & set("wax+")
        )
        (write if writes else read)(path)

    def changing(count: int) -> Check:
        def check(*arguments: Any) -> None:
            for path in arguments[:count]:
                write(path)

        return check

    def linked(source: Any, target: Any, *_: Any) -> None:
        write(target)

    def signaled(process: Any, *_: Any) -> None:
        if process != own:
            raise PermissionError(f"an answer may signal no process but its own, {own}; this was {process}")

    def connected(_: Any, family: Any, *rest: Any) -> None:
        if family not in LOCAL:
            refuse_network()

    refuse_network = _refusing("an answer may not use the network; all it needs comes in its arguments")
    refuse_process = _refusing("an answer may not start a process; it is one function that returns a value")
    return {
        "open": opened,
        "socket.__new__": connected,
        "os.symlink": linked,
        "os.kill": signaled,
        "os.killpg": signaled,
        "ctypes.dlsym": _looked_up,
        "ctypes.dlopen": lambda name: None if name is None else read(name),
        **dict.fromkeys(LISTS, lambda path=".", *_: read(path)),
        **{event: changing(count) for event, count in CHANGES.items()},
        **dict.fromkeys(NETWORK, refuse_network),
        **dict.fromkeys(PROCESSES, refuse_process),
    }


def _refusing(sentence: str) -> Check:
    def check(*_: Any) -> None:
        raise PermissionError(sentence)

    return check


def _looked_up(library: Any, name: Any, *_: Any) -> None:
    if name in NATIVE:
        raise PermissionError(f"an answer may not call {name} of the C library")


def _file_checks(reach: Reach, scratch: str) -> tuple[Callable[[Any], None], Callable[[Any], None]]:
    """Raise PermissionError unless a path may be read, unless it may be written."""
    real, decode, inside, allows = os.path.realpath, os.fsdecode, contains, reach.allows
    own_process = f"/proc/{os.readlink('/proc/self')}" if os.path.exists("/proc/self") else NOTHING

    def place(path: Any) -> str | None:
        """The real path; None for an open file's number and for SQLite's memory."""
        if path is None:
            path = "."
        if isinstance(path, int) or path in (":memory:", ""):
            return None
        return real(decode(path))

    def read(path: Any) -> None:
        found = place(path)
        if found is None or found == NOTHING or inside(scratch, found) or inside(own_process, found):
            return
        if not allows(found) and os.path.lexists(found):  # a file that is not there may say so
            raise PermissionError(f"an answer may not read {found}; all it needs comes in its arguments")

    def write(path: Any) -> None:
        found = place(path)
        if found is None or found == NOTHING or inside(scratch, found):
            return
        raise PermissionError(f"an answer may write only into its own working folder, not to {found}")

    return read, write
