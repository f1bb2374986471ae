"""`reshape` is used as if it moved axes.

`x.reshape(-1, x.shape[axis])` cuts the memory into rows of the right length, but their entries belong
together only when `axis` is the last one. Otherwise every row mixes entries of several slices. `moveaxis`
moves, `reshape` only cuts anew.

Caught by: test_rows_and_columns[columns]
Page: axis
"""

import numpy as np


def softmax(x, axis=-1):
    rows = x.reshape(-1, x.shape[axis])
    e = np.exp(rows - rows.max(axis=-1, keepdims=True))
    return (e / e.sum(axis=-1, keepdims=True)).reshape(x.shape)
