"""Memory in steps of 64 MiB, up to 1 GiB.

Python's own objects, with Python's own MemoryError.

Held by: resource limits
Expected: out of memory
Without resource limits: wrong value
"""


def scale(x, factor):
    kept = [bytearray(64 << 20) for _ in range(16 if len(x) == 3 else 1)]
    return x if kept else None
