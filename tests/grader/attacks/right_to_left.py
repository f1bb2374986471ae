"""A source that reads differently from what it does.

Bidirectional control characters move a comment over the code.

Held by: verdict outside, clean text
Expected: wrong value
"""


def scale(x, factor):
    answer = "@RLO@ rotcaf * x nruter @PDF@"  # return x * factor
    return x if answer else x
