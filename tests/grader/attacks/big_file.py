"""One file of 64 MB.

It is removed at once where nothing stops it.

Held by: resource limits, user namespace
Expected: raised
Without resource limits, user namespace: wrong value
"""

import os


def scale(x, factor):
    try:
        with open("big", "wb") as file:
            for _ in range(64):
                file.write(bytes(1 << 20))
    finally:
        os.remove("big")
    return x
