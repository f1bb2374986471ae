"""Ignored rows have a gradient.

The loss leaves them out and the gradient does not: what must not be learned is. The mask belongs to both.

Caught by: test_ignored_rows[-100 is the default]
Page: in-30-seconds
"""

import numpy as np


def softmax_cross_entropy(logits, targets, label_smoothing=0.0, ignore_index=-100):
    k = logits.shape[1]
    keep = targets != ignore_index
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    t = np.full(log_p.shape, label_smoothing / k)
    t[np.arange(len(t)), np.where(keep, targets, 0)] += 1 - label_smoothing
    weight = (keep / max(keep.sum(), 1))[:, None]
    return float(-(weight * t * log_p).sum()), (np.exp(log_p) - t) / max(keep.sum(), 1)
