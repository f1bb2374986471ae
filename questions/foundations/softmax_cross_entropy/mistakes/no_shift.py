"""Nothing is subtracted before `exp`.

`exp` overflows above 88.72 in float32 and 709.78 in float64, and the loss is NaN or infinite. Subtract the maximum of each row.

Caught by: test_large_logits[sure and wrong]
Page: common-mistakes
"""

import numpy as np


def softmax_cross_entropy(logits, targets, label_smoothing=0.0, ignore_index=-100):
    k = logits.shape[1]
    keep = targets != ignore_index
    shifted = logits
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    t = np.full(log_p.shape, label_smoothing / k)
    t[np.arange(len(t)), np.where(keep, targets, 0)] += 1 - label_smoothing
    weight = (keep / max(keep.sum(), 1))[:, None]
    return float(-(weight * t * log_p).sum()), weight * (np.exp(log_p) - t)
