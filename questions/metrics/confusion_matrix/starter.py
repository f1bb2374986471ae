# question: metrics/confusion_matrix
import numpy as np


def confusion_matrix(target, pred, classes, ignore_index=None):
    """Count every pair of true and predicted class.

    Args:
        target: integers of any shape, the truth.
        pred: integers of the same shape.
        classes: number of classes K.
        ignore_index: elements with this truth are left out.

    Returns:
        (K, K) integers, rows are the truth.
    """
    raise NotImplementedError("write me")
