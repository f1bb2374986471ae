"""The limits are raised, then 1 GiB is asked for.

An administrator's process may raise even a hard limit.

Held by: resource limits, user namespace
Expected: out of memory
Without resource limits: wrong value
"""

import resource


def scale(x, factor):
    for kind in (resource.RLIMIT_DATA, resource.RLIMIT_FSIZE, resource.RLIMIT_CPU):
        try:
            resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        except (OSError, ValueError, RuntimeError):
            pass
    kept = [bytearray(64 << 20) for _ in range(16 if len(x) == 3 else 1)]
    return x if kept else None
