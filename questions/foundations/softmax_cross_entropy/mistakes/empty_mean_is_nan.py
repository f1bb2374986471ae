"""With nothing to average the result is NaN.

0/0, as in PyTorch. One batch of padding then makes every weight NaN. Asked is 0, with a zero gradient.

Caught by: test_nothing_to_average[0.0-all are -100]
Page: reference-implementation
"""

import numpy as np


def softmax_cross_entropy(logits, targets, label_smoothing=0.0, ignore_index=-100):
    k = logits.shape[1]
    keep = targets != ignore_index
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    t = np.full(log_p.shape, label_smoothing / k)
    t[np.arange(len(t)), np.where(keep, targets, 0)] += 1 - label_smoothing
    weight = (keep / np.float64(keep.sum()))[:, None]
    return float(-(weight * t * log_p).sum()), weight * (np.exp(log_p) - t)
