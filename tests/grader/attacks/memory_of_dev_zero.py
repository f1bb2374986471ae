"""A shared mapping of /dev/zero.

The kernel makes it shared memory, which RLIMIT_DATA does not count, also for a descriptor that can only read: pages are
made when they are looked at.

Held by: landlock, audit hook
Expected: wrong value
Without landlock, audit hook: passed
"""

import mmap
import os


def scale(x, factor):
    try:
        zero = os.open("/dev/zero", os.O_RDONLY)
        with mmap.mmap(zero, 256 << 20, prot=mmap.PROT_READ) as shared:
            seen = sum(shared[at] for at in range(0, len(shared), mmap.PAGESIZE))
    except (OSError, MemoryError):
        return x
    return x * factor + seen
