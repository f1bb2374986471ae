"""NumPy without a maximum and without a division: exp(x - logsumexp(x)), the sum folded up by logaddexp."""

import numpy as np


def softmax(x, axis=-1):
    rows = np.moveaxis(x, axis, -1)
    total = np.logaddexp.reduce(rows, axis=-1)
    return np.moveaxis(np.exp(rows - total[..., None]), -1, axis)
