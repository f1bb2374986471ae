# question: metrics/precision_recall_f1
import numpy as np


def precision_recall_f1(target, pred, classes, average="macro"):
    """Precision, recall and F1, averaged over the classes.

    Args:
        target: (N,) integers in [0, classes).
        pred: (N,) integers in [0, classes).
        classes: the number of classes; those that occur nowhere count too.
        average: "macro", "micro" or "weighted".

    Returns:
        Three floats; 0/0 is 0.
    """
    raise NotImplementedError("write me")
