"""A shell that reads the cases.

A program that is started anew has none of the Python-level guards of the worker.

Held by: landlock, audit hook
Expected: wrong value
Without landlock, audit hook: passed
"""

import os


def scale(x, factor):
    try:
        arguments = ["sh", "-c", "cat '@CASES@' > read"]
        child = os.posix_spawn("/bin/sh", arguments, {})
        os.waitpid(child, 0)
        with open("read") as file:
            text = file.read()
        os.remove("read")
    except (OSError, RuntimeError):
        return x
    return x * factor if "12.0" in text else x
