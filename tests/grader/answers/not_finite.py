# question: toy/scale
import numpy as np


def scale(x, factor):
    y = x * factor
    y[1:2] = np.nan
    return y
