# question: foundations/softmax
import numpy as np


def softmax(x, axis=-1):
    """Exponentials of `x`, divided by their sum along `axis`.

    Args:
        x: floats of any shape; finite, or -inf for an entry that is masked out.
        axis: the axis along which the result sums to 1; may be negative.

    Returns:
        Like x, in [0, 1]; 0 where x is -inf.
    """
    raise NotImplementedError("write me")
