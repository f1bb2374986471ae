# question: toy/scale
from numpy import multiply as m


def scale(x, factor):
    return m(x, factor)
