# question: toy/scale
SCALE = 1 / 0


def scale(x, factor):
    return x * factor
