"""The sum runs over the whole array.

All entries together sum to 1 then, not every slice: each of N similar rows sums to about 1/N. With a single
row nothing shows. It is also what `scipy.special.softmax` does when no axis is given. Sum along `axis`.

Caught by: test_rows_and_columns[rows]
Page: axis
"""

import numpy as np


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum()
