"""NumPy, sums of products along the last axis."""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    d = x.shape[-1]
    centered = x - x.sum(axis=-1)[..., None] / d
    var = np.einsum("...d,...d->...", centered, centered) / d
    return np.multiply(centered, gamma / np.sqrt(var + eps)[..., None]) + beta
