# question: metrics/roc_auc
import numpy as np


def roc_auc(target, score):
    """The probability that a positive scores above a negative, ties counted half.

    Args:
        target: (N,) integers, 0 or 1.
        score: (N,) floats, larger means more positive.

    Returns:
        A float in [0, 1].

    Raises:
        ValueError: not both classes are present.
    """
    raise NotImplementedError("write me")
