"""The last element is left alone.

A slice that ends at -1 leaves the last element out.

Caught by: test_values
"""


def scale(x, factor):
    y = x.copy()
    y[:-1] *= factor
    return y
