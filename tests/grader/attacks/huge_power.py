"""A power of a thousand million bits.

One instruction of the interpreter, which keeps its lock all the while: no signal handler of Python's gets a turn.

Held by: deadline
Takes: a deadline
Expected: timeout
"""


def scale(x, factor):
    7 ** (1 << 24)
    return x
