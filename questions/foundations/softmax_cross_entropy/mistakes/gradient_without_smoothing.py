"""The gradient forgets the smoothing.

The loss is smoothed, the gradient is that of the hard labels. Both come from the same target rows.

Caught by: test_smoothing_by_hand, test_the_optimum_of_smoothing
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
    return float(-(weight * t * log_p).sum()), weight * (np.exp(log_p) - np.eye(k)[np.where(keep, targets, 0)])
