"""A list of thirty-two million entries at module level.

256 MiB in one piece, before any function is defined.

Held by: resource limits
Expected: out of memory
Without resource limits: wrong value
"""

TABLE = [None] * (40 << 20)


def scale(x, factor):
    return x
