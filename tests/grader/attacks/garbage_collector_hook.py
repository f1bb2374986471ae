"""A hook of the garbage collector that changes the input.

It runs somewhere in the server's code.

Held by: input check
Expected: changed its input
"""

import gc


def scale(x, factor):
    gc.callbacks.append(lambda phase, info: x.fill(3.0))
    gc.collect()
    return x
