"""An array of complex numbers.

A comparison that drops the imaginary part would not see it.

Held by: exact types
Expected: wrong type
"""


def scale(x, factor):
    return x * (1 + 1j)
