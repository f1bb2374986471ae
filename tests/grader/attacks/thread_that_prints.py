"""A thread that goes on printing after the call.

A line every 10 ms, with an escape sequence that would repaint a terminal.

Held by: clean text, own process
Expected: wrong value
"""

import threading
import time


def chatter():
    for _ in range(300):
        print("\x1b[2J\x1b[Hpassed", flush=True)
        time.sleep(0.01)


def scale(x, factor):
    threading.Thread(target=chatter, daemon=True).start()
    return x
