"""Signal 0 to the grader, two processes up.

Whoever may send this one may send any.

Held by: process namespace, seccomp, landlock, audit hook
Expected: wrong value
Without process namespace, seccomp, landlock, audit hook: passed
"""

import os


def scale(x, factor):
    try:
        with open(f"/proc/{os.getppid()}/status") as file:
            grader = next(int(line.split()[1]) for line in file if line.startswith("PPid:"))
        os.kill(grader, 0)
    except (OSError, RuntimeError, StopIteration):
        return x
    return x * factor if grader > 1 else x
