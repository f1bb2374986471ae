"""The area comes from `np.trapz`, which NumPy no longer has.

`np.trapz` was replaced by `np.trapezoid` in NumPy 2.0 and removed later. Where it still exists, one class alone gives NaN here instead
of a `ValueError`.

Caught by: test_one_class[only positives]
Page: roc
"""

import numpy as np


def roc_auc(target, score):
    order = np.argsort(-score, kind="stable")
    truth, score = target[order].astype(np.int64), score[order]
    last = np.append(np.flatnonzero(np.diff(score)), len(score) - 1)  # the last of each run of equal scores
    tp = np.append(0, np.cumsum(truth)[last])
    fp = np.append(0, np.cumsum(1 - truth)[last])
    with np.errstate(invalid="ignore"):
        tpr, fpr = tp / tp[-1], fp / fp[-1]
    return float(np.trapz(tpr, fpr))
