"""Namespaces: what a worker cannot name it cannot touch.

The zygote moves, once, into a user namespace of its own, which is what allows anybody to make the others, and into an
empty network and an empty set of System V objects. Its workers are born there, each into a process
namespace of its own (``nursery``), and each leaves for a user namespace below: there it owns nothing of the
zygote's, and the limit on processes counts it alone. In that one it also gets mounts of its own: everything
read-only, the questions covered, its own ``/proc``, and a working folder in memory that is as large as one file may be
and is gone with it. Where mounts are not allowed the working folder is a plain one, bounded by the worker's time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection

from . import kernel
from .nursery import Nursery, start
from .paths import Reach, contains

USER, PROCESS, NETWORK, IPC = "user namespace", "process namespace", "network namespace", "ipc namespace"
KINDS = {USER: kernel.CLONE_NEWUSER, NETWORK: kernel.CLONE_NEWNET, IPC: kernel.CLONE_NEWIPC}
INODES = 1024


def move(wanted: Collection[str]) -> dict[str, str]:
    """Move this single-threaded process into those of the namespaces that can be had; returns what cannot, and why."""
    missing: dict[str, str] = {}
    readable = [
        path for path in (sys.prefix, sys.base_prefix, *sys.path) if os.access(path, os.R_OK | os.X_OK)
    ]
    user, group = os.getuid(), os.getgid()
    for name, flag in KINDS.items():
        if name not in wanted:
            continue
        try:
            kernel.unshare(flag, "unshare")
            if name == USER:
                kernel.map_own_ids(user, group)
        except OSError as error:
            missing[name] = error.strerror or str(error)
    if USER in wanted and USER not in missing:
        lost = [path for path in readable if not os.access(path, os.R_OK | os.X_OK)]
        if lost:  # root reads what is not its own by a right that it has not in there
            missing[USER] = f"{lost[0]} belongs to another user, and could no longer be read"
    return missing


def nursery() -> Nursery:
    """The maker of process namespaces; OSError where there are none."""
    kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
    return start()


def leave(layers: Collection[str]) -> None:
    """In a worker: move on to a user namespace below, with mounts of its own."""
    if USER not in layers:
        return
    if PROCESS in layers:  # the worker's own view of processes; who owns the process namespace may mount it
        _try_mount("proc", "/proc", "")
    descend()


def descend() -> None:
    """From a user namespace into one below it."""
    user, group = os.getuid(), os.getgid()
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)
    kernel.unshare(kernel.CLONE_NEWUSER | kernel.CLONE_NEWNS | kernel.CLONE_NEWIPC, "unshare")
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # or the files that map the ids belong to root
    kernel.map_own_ids(user, group)


def _try_mount(kind: str, folder: str, options: str) -> None:
    try:
        kernel.unshare(kernel.CLONE_NEWNS, "unshare")
        kernel.mount(kind, folder, options)
    except OSError:  # as in a container that shows a part of /proc only
        pass


def cover(reach: Reach, scratch: str, size: int) -> None:
    """In those mounts: what is hidden, what is written. Each is worth having alone, so what fails is passed over."""
    for folder in reach.hidden:
        if os.path.isdir(folder) and not any(contains(folder, path) for path in (*reach.read, scratch)):
            try:
                kernel.mount("tmpfs", folder, "size=4k,nr_inodes=2,mode=000")
            except OSError:
                pass
    try:
        kernel.make_all_mounts_read_only()  # before the next one, which stays writable
    except OSError:
        pass
    try:
        kernel.mount("tmpfs", scratch, f"size={size},nr_inodes={INODES},mode=700")
    except OSError:
        pass
