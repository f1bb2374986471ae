# question: toy/scale
import numpy as np


def scale(x, factor):
    return np.ones((1 << 18, 1 << 18)) * factor
