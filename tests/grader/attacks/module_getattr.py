"""A module that answers for every name.

__getattr__ at module level stands in for the entry.

Held by: exact types
Expected: entry missing
"""


def __getattr__(name):
    return lambda x, factor: x
