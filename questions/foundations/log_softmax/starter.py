# question: foundations/log_softmax
import numpy as np


def log_softmax(x, axis=-1):
    """Logarithm of the softmax of `x` along `axis`.

    Args:
        x: floats of any shape; finite, or -inf for an entry that is masked out.
        axis: the axis along which the exponentials of the result sum to 1; may be negative.

    Returns:
        Like x, at most 0; -inf where x is -inf.
    """
    raise NotImplementedError("write me")
