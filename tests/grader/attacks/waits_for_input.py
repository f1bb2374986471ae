"""input().

A prompt that nobody answers would wait for ever.

Held by: own process
Expected: raised
"""


def scale(x, factor):
    return float(input("expected value? ")) + x
