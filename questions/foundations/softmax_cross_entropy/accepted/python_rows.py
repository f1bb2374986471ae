"""Plain Python over rows."""

import math

import numpy as np


def softmax_cross_entropy(logits, targets, label_smoothing=0.0, ignore_index=-100):
    dlogits = np.zeros(logits.shape)
    rows, labels, k = logits.tolist(), targets.tolist(), logits.shape[1]
    count = sum(label != ignore_index for label in labels)
    loss = 0.0
    for i, (row, label) in enumerate(zip(rows, labels)):
        if label == ignore_index:
            continue
        top = max(row)
        log_total = math.log(sum(math.exp(value - top) for value in row))
        for j, value in enumerate(row):
            wanted = label_smoothing / k + (1 - label_smoothing if j == label else 0.0)
            log_p = value - top - log_total
            loss -= wanted * log_p / count
            dlogits[i, j] = (math.exp(log_p) - wanted) / count
    return loss, dlogits
