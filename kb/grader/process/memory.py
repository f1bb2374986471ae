"""A limit on the memory of another process, from now on."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

DATA = 5  # the field of /proc/<pid>/statm, in pages: private writable memory, and the stack


def limit_data(pid: int, extra: int) -> bool:
    """Lower what ``pid`` may have to what it has and ``extra`` bytes; False where the system cannot.

    It can make no file longer any more, either.
    """
    if not hasattr(resource, "prlimit"):
        return False
    with contextlib.suppress(OSError, ValueError):
        used = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[DATA])
        most = used * os.sysconf("SC_PAGE_SIZE") + extra
        _, hard = resource.prlimit(pid, resource.RLIMIT_DATA)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.prlimit(pid, resource.RLIMIT_DATA, (most, most))
        # A file of its own is memory too: the working folder lies there, and a mapping of it is not counted.
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, 0))
        return True
    return False
