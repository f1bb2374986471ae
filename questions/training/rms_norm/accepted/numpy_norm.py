"""NumPy, the length of the vector over the root of D."""

import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    d = x.shape[-1]
    length = np.linalg.norm(x, axis=-1)
    return (x * np.reciprocal(np.sqrt(length * length / d + eps))[..., None]) * gamma
