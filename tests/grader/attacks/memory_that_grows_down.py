"""A quarter of a gigabyte that grows down, as a stack does.

RLIMIT_DATA leaves stacks to a limit of their own, which bounds the first one only. Each page is touched.

Held by: seccomp
Expected: wrong value
Without seccomp: passed
"""

import ctypes
import mmap

SIZE = 256 << 20
GROWS_DOWN = 0x100


def scale(x, factor):
    library = ctypes.CDLL(None)
    library.mmap.restype = ctypes.c_void_p
    library.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | GROWS_DOWN
    at = library.mmap(None, SIZE, mmap.PROT_READ | mmap.PROT_WRITE, flags, -1, 0)
    if at == ctypes.c_void_p(-1).value:
        return x
    ctypes.memset(at, 1, SIZE)
    library.munmap(ctypes.c_void_p(at), ctypes.c_size_t(SIZE))
    return x * factor
