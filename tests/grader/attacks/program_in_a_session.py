"""A program in a session of its own.

subprocess starts `sleep 5`, outside of the process group that the grader kills.

Held by: process namespace, seccomp, audit hook
Expected: wrong value
"""

import subprocess


def scale(x, factor):
    try:
        subprocess.Popen(["/bin/sleep", "5"], start_new_session=True)
    except (OSError, RuntimeError):
        pass
    return x
