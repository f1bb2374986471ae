"""A link in the scratch folder that leads out of it.

The path that is opened lies where writing is allowed.

Held by: landlock, audit hook
Expected: wrong value
Without landlock, audit hook: passed
"""

import os


def scale(x, factor):
    try:
        os.symlink("@OUTSIDE@", f"way-out-{len(x)}")
        with open(f"way-out-{len(x)}/written", "w") as file:
            file.write("passed")
    except (OSError, RuntimeError):
        return x
    return x * factor
