"""A forbidden function, called in a thread that swallows the refusal.

What is raised in a thread reaches nobody, and the thread's result is used where there is one.

Held by: call guard
Expected: forbidden call
"""

import threading

import numpy as np


def scale(x, factor):
    found = []

    def work():
        try:
            found.append(vars(np)["multi" + x.dtype.name[:0] + "ply"](x, factor))
        except BaseException:
            found.append(x * factor)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return found[0]
