"""The cases, read by their path.

What a human cheat would do first.

Held by: landlock, audit hook
Expected: wrong value
Without landlock, audit hook: passed
"""


def scale(x, factor):
    try:
        with open("@CASES@") as file:
            text = file.read()
    except (OSError, RuntimeError):
        return x
    return x * factor if "12.0" in text else x
