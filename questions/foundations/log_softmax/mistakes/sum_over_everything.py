"""The sum runs over the whole array.

The exponentials of all entries together sum to 1 then, not those of each slice. With a single row nothing
shows. Sum along `axis`.

Caught by: test_rows_and_columns[rows]
Page: axis
"""

import numpy as np


def log_softmax(x, axis=-1):
    top = x.max(initial=-np.inf)
    return x - top - np.log(np.exp(x - top).sum())
