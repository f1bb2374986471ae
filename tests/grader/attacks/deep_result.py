"""A list nested a hundred thousand deep.

Whatever walks it without a bound overflows its stack.

Held by: strict frames
Expected: wrong type
"""


def scale(x, factor):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    return deep
