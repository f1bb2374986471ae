"""The reference, imported by a name that is made at run time.

The guard of the worker refuses it.

Held by: reference guard
Expected: raised
"""


def scale(x, factor):
    return __import__("".join(sorted("bk", reverse=True))) and x * factor
