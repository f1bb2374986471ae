"""execv of /bin/true.

The process goes on as a program that ends with status 0.

Held by: verdict outside, landlock, seccomp, audit hook
Expected: raised
Without landlock, seccomp, audit hook: exited
"""

import os


def scale(x, factor):
    os.execv("/bin/true", ["true"])
