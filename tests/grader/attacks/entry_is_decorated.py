"""A decorator that swallows every error and result.

It has the name and the signature of the function.

Held by: exact types
Expected: wrong type
"""

import functools


def agreeable(function):
    @functools.wraps(function)
    def call(*a, **k):
        try:
            function(*a, **k)
        except BaseException:
            return None

    return call


@agreeable
def scale(x, factor):
    return x[factor]
