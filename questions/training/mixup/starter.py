# question: training/mixup
import numpy as np


def mixup(x, y, lam, permutation):
    """Blend every sample and its label with a partner.

    Args:
        x: (N, ...) floats.
        y: (N, K) one-hot, integers or floats.
        lam: the share of the sample itself, in [0, 1].
        permutation: (N,) integers; the partner of row i is row permutation[i].

    Returns:
        x and y, blended, as floats.
    """
    raise NotImplementedError("write me")
