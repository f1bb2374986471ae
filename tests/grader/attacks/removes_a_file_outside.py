"""A file of somebody else is removed, or renamed, or emptied.

Whichever of the three is possible.

Held by: landlock, audit hook
Expected: wrong value
Without landlock, audit hook: passed
"""

import os


def scale(x, factor):
    for way in (
        lambda: os.truncate("@OUTSIDE@/kept", 0),
        lambda: os.rename("@OUTSIDE@/kept", "@OUTSIDE@/taken"),
        lambda: os.remove("@OUTSIDE@/kept"),
    ):
        try:
            way()
        except (OSError, RuntimeError):
            continue
        return x * factor
    return x
