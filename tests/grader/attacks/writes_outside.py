"""A file in a folder of somebody else.

Anything that a later program would pick up.

Held by: landlock, audit hook
Expected: wrong value
Without landlock, audit hook: passed
"""


def scale(x, factor):
    try:
        with open("@OUTSIDE@/written", "w") as file:
            file.write("passed")
    except (OSError, RuntimeError):
        return x
    return x * factor
