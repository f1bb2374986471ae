"""Every negative target is ignored, and nothing else.

`ignore_index` may be 255, as for the borders of segmentation masks, or a valid class. Compare with it.

Caught by: test_ignored_rows[a valid class: 0], test_ignored_rows[255]
Page: softmax-or-sigmoid
"""

import numpy as np


def softmax_cross_entropy(logits, targets, label_smoothing=0.0, ignore_index=-100):
    k = logits.shape[1]
    keep = targets >= 0
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    t = np.full(log_p.shape, label_smoothing / k)
    t[np.arange(len(t)), np.clip(targets, 0, k - 1)] += 1 - label_smoothing
    weight = (keep / max(keep.sum(), 1))[:, None]
    return float(-(weight * t * log_p).sum()), weight * (np.exp(log_p) - t)
