"""The answer of somebody else, where the course's folder is an environment.

Workers read the environment, for the packages in it; the answers that lie in there are others' work.

Held by: landlock, user namespace, audit hook
Expected: wrong value
Without landlock, user namespace, audit hook: passed
"""

import os


def scale(x, factor):
    try:
        (name,) = os.listdir("@ANSWERS@")
        with open(os.path.join("@ANSWERS@", name)) as file:
            names = {}
            exec(file.read(), names)
    except (OSError, ValueError):
        return x
    return names["scale"](x, factor)
