"""The sum over the rows is returned.

Then the step size grows with the batch. The mean is asked.

Caught by: test_hand_cases[mean of two rows]
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
    weight = keep[:, None]
    return float(-(weight * t * log_p).sum()), weight * (np.exp(log_p) - t)
