"""The maximum of the whole array is subtracted, not that of each slice.

Nothing overflows, and on a small random array all is well. But a row whose logits lie far below the largest
one of the array has only exponentials of 0, and 0/0 is NaN; a little less far below, the row loses its
digits. One confident sample of a batch ruins another. Take the maximum along `axis`, with `keepdims=True`.

Caught by: test_slices_far_apart[rows]
Page: why-subtract-the-maximum
"""

import numpy as np


def softmax(x, axis=-1):
    e = np.exp(x - x.max(initial=-np.inf))
    return e / e.sum(axis=axis, keepdims=True)
