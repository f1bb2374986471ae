"""The softmax runs over the rows of the batch.

Axis 0 makes the samples compete with each other. The classes are the last axis.

Caught by: test_shape
Page: common-mistakes
"""

import numpy as np


def softmax_cross_entropy(logits, targets, label_smoothing=0.0, ignore_index=-100):
    k = logits.shape[1]
    keep = targets != ignore_index
    shifted = logits - logits.max(initial=-np.inf, axis=0, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))
    t = np.full(log_p.shape, label_smoothing / k)
    t[np.arange(len(t)), np.where(keep, targets, 0)] += 1 - label_smoothing
    weight = (keep / max(keep.sum(), 1))[:, None]
    return float(-(weight * t * log_p).sum()), weight * (np.exp(log_p) - t)
