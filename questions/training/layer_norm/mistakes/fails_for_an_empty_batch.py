"""An empty batch raises an error.

The rows are normalized one by one and stacked, and there is no stack of nothing. Work on the whole array, with
`keepdims=True`: an empty one then needs no special case.

Caught by: test_empty[no rows], test_empty[no tokens]
Page: common-mistakes
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    rows = [(row - row.mean()) / np.sqrt(row.var() + eps) for row in x.reshape(-1, x.shape[-1])]
    return gamma * np.stack(rows).reshape(x.shape) + beta
