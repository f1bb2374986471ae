"""Four thousand statements.

Wide in place of deep.

Held by: source check
Expected: wrong value
"""


def scale(x, factor):
    return x


@STATEMENTS@
