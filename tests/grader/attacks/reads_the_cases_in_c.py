"""The cases, read with the C library's open and read.

No hook of the interpreter sees the call.

Held by: landlock, audit hook
Expected: wrong value
Without landlock, audit hook: passed
"""


def scale(x, factor):
    try:
        import ctypes

        libc = ctypes.CDLL(None)
        fd = libc.open(b"@CASES@", 0)
        text = ctypes.create_string_buffer(4096)
        libc.read(fd, text, 4095)
    except (OSError, RuntimeError, ImportError):
        return x
    return x * factor if b"12.0" in text.raw else x
