"""A file of a terabyte that holds nothing.

Its size alone may trip what walks the folder later.

Held by: resource limits
Expected: raised
Without resource limits: wrong value
"""

import os


def scale(x, factor):
    try:
        with open("sparse", "wb") as file:
            file.truncate(1 << 40)
    finally:
        os.remove("sparse")
    return x
