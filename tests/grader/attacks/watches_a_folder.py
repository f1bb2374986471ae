"""inotify on a folder of somebody else.

Landlock covers the opening of files and not the watching: the names of all that others make there could be read. The
user's watches are counted, and could be used up for everybody.

Held by: seccomp
Expected: wrong value
Without seccomp: passed
"""

import ctypes

MADE = 0x100


def scale(x, factor):
    library = ctypes.CDLL(None)
    watch = library.inotify_init1(0)
    if watch < 0 or library.inotify_add_watch(watch, b"@OUTSIDE@", MADE) < 0:
        return x
    return x * factor
