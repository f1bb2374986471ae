# question: metrics/mean_iou
import numpy as np


def mean_iou(confusion):
    """Mean over the classes of intersection over union.

    Args:
        confusion: (K, K) counts, rows are the truth.

    Returns:
        A float; classes in neither truth nor prediction are left out; NaN if none is left.
    """
    raise NotImplementedError("write me")
