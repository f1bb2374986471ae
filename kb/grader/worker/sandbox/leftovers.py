"""The end of what an answer left behind, where there is no process namespace to kill at once.

The zygote is a subreaper: whatever lost its parent below it becomes its child, also a daemon that forked twice and
began a session. A child that nobody knows is killed with all its own, again and again, until there is none.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Collection


def parents() -> dict[int, list[int]]:
    """All processes that /proc shows, by their parent."""
    found: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                    found.setdefault(int(file.read().rpartition(")")[2].split()[1]), []).append(int(name))
            except (OSError, IndexError, ValueError):  # it ended meanwhile
                pass
    return found


def strangers(known: Collection[int]) -> list[int]:
    """Descendants of this process that are not known children, and not below one; parents come first."""
    tree = parents()
    waiting = [pid for pid in tree.get(os.getpid(), []) if pid not in known]
    found: list[int] = []
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += tree.get(pid, [])
    return found


def end(known: Collection[int], seconds: float) -> bool:
    """Kill and reap the strangers; False when some are still there after ``seconds``."""
    deadline = time.monotonic() + seconds
    if not os.path.isdir("/proc/self"):
        return True
    while left := strangers(known):
        # Stopped first, so that a process that forks without end has nobody left to do it.
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in left:
                try:
                    os.kill(pid, number)
                except (ProcessLookupError, PermissionError):
                    pass
        for pid in left:
            try:
                os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:  # not ours yet: a child of one that was
                pass
        if time.monotonic() > deadline:
            return False
        time.sleep(0.001)
    return True


def remove(folder: str) -> None:
    """Remove a worker's folder, also one that was made hard to remove."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except RecursionError:
        pass
    if os.path.lexists(folder):  # too deep for Python, or closed against its owner
        for command in (["chmod", "-R", "u+rwx", folder], ["rm", "-rf", folder]):
            subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True)
