"""A quarter of a gigabyte of shared memory.

A mapping that is shared and lies in no file, where RLIMIT_DATA counts private memory only. Each of its pages is touched.

Held by: seccomp
Expected: wrong value
Without seccomp: passed
"""

import mmap


def scale(x, factor):
    try:
        with mmap.mmap(-1, 256 << 20) as shared:
            for at in range(0, len(shared), mmap.PAGESIZE):
                shared[at] = 1
    except (OSError, MemoryError):
        return x
    return x * factor
