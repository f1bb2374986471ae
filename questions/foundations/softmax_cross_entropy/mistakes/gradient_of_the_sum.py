"""The gradient is that of the sum, while the loss is the mean.

Loss and gradient must belong together: the mean over n rows divides the gradient by n as well. With one row nothing shows.

Caught by: test_hand_cases[mean of two rows]
Page: gradient
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
    return float(-(weight * t * log_p).sum()), keep[:, None] * (np.exp(log_p) - t)
