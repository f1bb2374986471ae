"""Probabilities are floored at 1e-15 before the logarithm.

`max(p, 1e-15)` avoids log 0 and hides the answer: a confident wrong prediction costs 34.5 and not 20,000. Compute the
log-softmax directly: the logit minus the maximum minus the logarithm of the sum.

Caught by: test_large_logits[sure and wrong]
Also with: 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12 for 1e-15
Page: reference-implementation
"""

import numpy as np


def softmax_cross_entropy(logits, targets, label_smoothing=0.0, ignore_index=-100):
    k = logits.shape[1]
    keep = targets != ignore_index
    shifted = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    log_p = np.log(np.maximum(p, 1e-15))
    t = np.full(log_p.shape, label_smoothing / k)
    t[np.arange(len(t)), np.where(keep, targets, 0)] += 1 - label_smoothing
    weight = (keep / max(keep.sum(), 1))[:, None]
    return float(-(weight * t * log_p).sum()), weight * (p - t)
