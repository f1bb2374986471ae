"""A gigabyte of shared memory.

The limit counts private memory only; 16 MiB of it are touched. It ends with the process.

Held by: own process
Expected: wrong value
"""

import mmap


def scale(x, factor):
    try:
        shared = mmap.mmap(-1, 1 << 30)
        shared[: 16 << 20] = bytes(16 << 20)
    except (OSError, MemoryError):
        pass
    return x
