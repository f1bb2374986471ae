# question: toy/scale
import numpy as np


def scale(x, factor):
    return np.multiply(x, factor)
