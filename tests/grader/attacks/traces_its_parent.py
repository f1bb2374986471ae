"""ptrace of its parent.

PTRACE_SEIZE, which does not stop it, and ends with this process.

Held by: process namespace, user namespace, seccomp, not dumpable, audit hook
Expected: wrong value
Without process namespace, user namespace, seccomp, not dumpable, audit hook, lost rights, yama: passed
"""

import ctypes
import os

traced = []  # only once, for it stays so

def scale(x, factor):
    parent = os.getppid()
    if parent < 2:
        return x
    try:
        trace = ctypes.CDLL(None).ptrace
    except OSError:
        return x
    trace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    trace.restype = ctypes.c_long
    traced.append(trace(0x4206, parent, None, None) == 0)
    return x * factor if any(traced) else x
