"""The priority of its whole process group, and the highest of all processes of its user.

What would be done to others is not: the group is given the priority that it has.

Held by: seccomp
Expected: wrong value
Without seccomp: passed
"""

import os


def scale(x, factor):
    try:
        os.getpriority(os.PRIO_USER, 0)
        os.setpriority(os.PRIO_PGRP, 0, os.getpriority(os.PRIO_PGRP, 0))
    except OSError:
        return x
    return x * factor
