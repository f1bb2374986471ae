"""The permissions of somebody else's file are changed.

No file is opened for it.

Held by: seccomp, audit hook
Expected: wrong value
Without seccomp, audit hook: passed
"""

import os


def scale(x, factor):
    try:
        os.chmod("@OUTSIDE@/kept", 0o777)
    except (OSError, RuntimeError):
        return x
    return x * factor
