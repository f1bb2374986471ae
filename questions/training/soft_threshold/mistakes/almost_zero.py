"""Zeros are only nearly 0.

A smooth maximum leaves 5e-7 where 0 belongs. The values are close, but nothing can be removed from the model:
sparsity means exact zeros.

Caught by: test_exact_zeros[float64]
Also with: 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-15 for 1e-12
Page: l1-l2
"""

import numpy as np


def soft_threshold(w, lam):
    rest = np.abs(w) - lam
    return np.sign(w) * (rest + np.sqrt(rest**2 + 1e-12)) / 2
