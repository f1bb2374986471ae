"""The layers that this machine offers, found by trying each in a process that is thrown away."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection

from . import kernel, landlock, namespaces, seccomp

ELSEWHERE = "only Linux has it"
KERNEL_LAYERS = (
    *("no new privileges", "not dumpable", "user namespace", "process namespace", "network namespace"),
    *("ipc namespace", "landlock", "seccomp"),
)


def probe(wanted: Collection[str]) -> dict[str, str]:
    """The wanted layers that cannot be had, each with the reason, all but the process namespace (``nursery``)."""
    asked = [name for name in KERNEL_LAYERS if name in wanted]
    if not kernel.LINUX:
        return dict.fromkeys(asked, ELSEWHERE)
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writing, json.dumps(_try_all(wanted)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as file:
        reply = file.read()
    os.waitpid(pid, 0)
    if not reply:
        return dict.fromkeys(asked, "trying it ended the process that tried")
    found: dict[str, str] = json.loads(reply)
    return found


def _try_all(wanted: Collection[str]) -> dict[str, str]:
    """In the order in which a worker does it: later ones may need what earlier ones bring."""
    missing = namespaces.move(wanted)
    tries: dict[str, Callable[[], object]] = {
        namespaces.USER: namespaces.descend,
        "no new privileges": lambda: kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1),
        "not dumpable": lambda: kernel.prctl(kernel.PR_SET_DUMPABLE, 0),
        "landlock": lambda: landlock.restrict((), ()),
        "seccomp": _try_seccomp,
    }
    for name, attempt in tries.items():
        if name in wanted and name not in missing:
            try:
                attempt()
            except OSError as error:
                missing[name] = error.strerror or str(error)
    return missing


def _try_seccomp() -> None:
    machine = kernel.MACHINE
    seccomp.install(seccomp.assemble(machine, os.getpid()) if machine in kernel.SECCOMP else b"")
