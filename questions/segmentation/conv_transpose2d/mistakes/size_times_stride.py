"""The output is taken to be stride times as large as the input.

That holds if kernel - 2 * padding is the stride, as in 2/2. In general it is (H - 1) * stride - 2 * padding +
kernel: the last stamp begins at (H - 1) * stride.

Caught by: test_shape
Page: mistakes-transposed
"""

import numpy as np


def both(value):
    return (value, value) if isinstance(value, int) else value


def conv_transpose2d(x, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw) = both(stride), both(padding)
    n, c, h, w = x.shape
    _, o, kh, kw = weight.shape
    out = np.zeros((n, o, (h - 1) * sh + kh, (w - 1) * sw + kw), dtype=x.dtype)
    for i in range(h):
        for j in range(w):
            stamp = np.einsum("nc,cokl->nokl", x[:, :, i, j], weight)
            out[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += stamp
    out = out[:, :, ph : ph + h * sh, pw : pw + w * sw]
    if bias is not None:
        out = out + bias[:, None, None]
    return out
