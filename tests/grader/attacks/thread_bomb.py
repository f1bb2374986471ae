"""Two hundred threads.

They sleep and end by themselves after 3 s.

Held by: own process
Expected: wrong value
"""

import threading
import time


def scale(x, factor):
    try:
        for _ in range(200):
            threading.Thread(target=time.sleep, args=(3,), daemon=True).start()
    except RuntimeError:
        pass
    return x
