"""The angles are those of neighbors, the rotation is that of halves.

cos and sin are repeated for features 2i and 2i + 1, but feature i is then combined with feature i + D/2, which has
another angle. The two layouts must not be mixed: what comes out is not a rotation, and lengths change.

Caught by: test_hand_cases[base 16: the second pair at 1/4], test_lengths_stay
Page: rope
"""

import numpy as np


def rotate_half(x):
    first, second = np.split(x, 2, axis=-1)
    return np.concatenate([-second, first], axis=-1)


def rope(x, positions, base=10000.0):
    d = x.shape[-1]
    angles = positions[:, None] * base ** (-np.arange(0, d, 2) / d)
    angles = np.repeat(angles, 2, axis=-1)
    return (x * np.cos(angles) + rotate_half(x) * np.sin(angles)).astype(x.dtype)
