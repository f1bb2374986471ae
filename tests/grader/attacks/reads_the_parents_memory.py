"""/proc of its ancestors: environment and memory.

The expected values lie in the memory of the grader, two processes up.

Held by: landlock, process namespace, user namespace, audit hook
Expected: wrong value
Without landlock, process namespace, user namespace, audit hook, lost rights, yama: passed
"""

import os


def parent_of(pid):
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("PPid:"))


def scale(x, factor):
    try:
        grader = parent_of(os.getppid())
        with open(f"/proc/{grader}/maps") as file:
            start = int(file.readline().partition("-")[0], 16)
        with open(f"/proc/{grader}/mem", "rb", buffering=0) as memory:
            memory.seek(start)
            there = memory.read(16)
    except (OSError, RuntimeError, StopIteration):
        return x
    return x * factor if there else x
