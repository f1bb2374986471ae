"""The factor is added.

Scaling multiplies; adding a constant shifts.

Caught by: test_values
"""


def scale(x, factor):
    return x + factor
