"""A shared memory segment of System V, by its key.

Whoever knows the key reads what another process left there.

Held by: ipc namespace, seccomp
Expected: wrong value
Without ipc namespace, seccomp: passed
"""


def scale(x, factor):
    try:
        import ctypes
    except (ImportError, RuntimeError):
        return x
    libc = ctypes.CDLL(None)
    libc.shmat.restype = ctypes.c_void_p
    libc.shmat.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
    found = libc.shmget(int("@KEY@"), 0, 0)
    at = libc.shmat(found, None, 0o10000) if found >= 0 else None
    if at is None or at == ctypes.c_void_p(-1).value:
        return x
    return x * factor if ctypes.string_at(at, 6) == b"answer" else x
