"""A file in a folder of somebody else, by the C library.

No hook of the interpreter sees the call.

Held by: landlock, audit hook
Expected: wrong value
Without landlock, audit hook: passed
"""


def scale(x, factor):
    try:
        import ctypes

        fd = ctypes.CDLL(None).open(b"@OUTSIDE@/written", 0o101, 0o600)
    except (OSError, RuntimeError, ImportError):
        return x
    return x * factor if fd >= 0 else x
