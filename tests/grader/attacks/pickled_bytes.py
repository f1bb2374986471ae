"""The bytes of a pickle that runs code.

Whoever loads them runs os._exit(0).

Held by: exact types
Expected: wrong type
"""


def scale(x, factor):
    return b"cos\n_exit\n(I0\ntR."
