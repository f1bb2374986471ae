# question: training/soft_threshold
import numpy as np


def soft_threshold(w, lam):
    """The proximal step of lam * |w|, element by element.

    Args:
        w: floats of any shape.
        lam: a number, at least 0.

    Returns:
        Like w, with exact zeros.
    """
    raise NotImplementedError("write me")
