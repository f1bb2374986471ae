"""The smoothed share goes to the K - 1 other classes only.

That is the other convention, with 1 - ε for the true class. PyTorch and the paper spread over all K, so the true class keeps ε/K more.

Caught by: test_smoothing_of_equal_logits[0.3 of three classes]
Page: label-smoothing
"""

import numpy as np


def softmax_cross_entropy(logits, targets, label_smoothing=0.0, ignore_index=-100):
    k = logits.shape[1]
    keep = targets != ignore_index
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    t = np.full(log_p.shape, label_smoothing / max(k - 1, 1))
    t[np.arange(len(t)), np.where(keep, targets, 0)] = 1 - label_smoothing
    weight = (keep / max(keep.sum(), 1))[:, None]
    return float(-(weight * t * log_p).sum()), weight * (np.exp(log_p) - t)
