"""A SyntaxError whose line number is no number.

JSON has no form for it.

Held by: verdict outside
Expected: exited
"""


def scale(x, factor):
    raise SyntaxError("passed", ("answer.py", object(), 1, "passed"))
