"""NumPy on the rows that are left, written back at the end."""

import numpy as np


def softmax_cross_entropy(logits, targets, label_smoothing=0.0, ignore_index=-100):
    dlogits = np.zeros(logits.shape)
    rows = np.flatnonzero(targets != ignore_index)
    if len(rows) == 0:
        return 0.0, dlogits
    x, y = logits[rows], targets[rows]
    top = x.max(axis=1)
    lse = top + np.log(np.exp(x - top[:, None]).sum(axis=1))
    right = x[np.arange(len(x)), y]
    loss = ((1 - label_smoothing) * (lse - right) + label_smoothing * (lse[:, None] - x).mean(axis=1)).mean()
    p = np.exp(x - lse[:, None])
    p[np.arange(len(x)), y] -= 1 - label_smoothing
    dlogits[rows] = (p - label_smoothing / x.shape[1]) / len(x)
    return float(loss), dlogits
