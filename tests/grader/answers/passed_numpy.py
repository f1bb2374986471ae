# question: toy/scale
import numpy as np


def scale(x, factor):
    return np.asarray(x) * factor
