"""The repr of a list nested ten thousand deep, in a thread with a small stack.

With the recursion limit out of the way the C stack overflows.

Held by: verdict outside
Expected: crashed
"""

import sys
import threading


def scale(x, factor):
    sys.setrecursionlimit(1 << 30)
    threading.stack_size(128 << 10)
    deep = []
    for _ in range(10_000):
        deep = [deep]
    thread = threading.Thread(target=repr, args=(deep,))
    thread.start()
    thread.join()
    return x
