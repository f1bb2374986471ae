"""A list that contains itself.

Whatever walks it without a bound never ends.

Held by: strict frames
Expected: wrong type
"""


def scale(x, factor):
    circle = [1.0]
    circle.append(circle)
    return circle
