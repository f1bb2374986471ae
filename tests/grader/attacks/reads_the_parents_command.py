"""/proc of its ancestors: command lines, environments, open files.

They name the answer's file, the exercise and the seed.

Held by: landlock, process namespace, audit hook
Expected: wrong value
Without landlock, audit hook, process namespace, user namespace, not dumpable, lost rights: passed
"""

import os


def scale(x, factor):
    try:
        with open("/proc/1/status") as file:
            file.read()
        with open(f"/proc/{os.getppid()}/environ", "rb") as file:
            there = file.read()
    except (OSError, RuntimeError):
        return x
    return x * factor if b"PATH" in there else x
