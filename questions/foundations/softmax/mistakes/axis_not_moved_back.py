"""The axis is moved to the end and never moved back.

Every value is right and stands in the wrong place: the shape has its axes in another order, or, for a square
array, the result is silently transposed. Move the axis back, or reduce along `axis` with `keepdims=True` and
move nothing.

Caught by: test_rows_and_columns[columns]
Page: axis
"""

import numpy as np


def softmax(x, axis=-1):
    x = np.moveaxis(x, axis, -1)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
