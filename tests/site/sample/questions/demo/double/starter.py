# question: demo/double
import numpy as np


def double(x: np.ndarray) -> np.ndarray:
    """Twice the values of `x`."""
    raise NotImplementedError("write me")
