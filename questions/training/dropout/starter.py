# question: training/dropout
import numpy as np


def dropout(x, u, p, training=True):
    """Inverted dropout with given noise.

    Args:
        x: floats of any shape.
        u: uniform noise in [0, 1), of x's shape; an element survives where u >= p.
        p: the probability of dropping, in [0, 1].
        training: when False, the result is x.

    Returns:
        Like x.
    """
    raise NotImplementedError("write me")
