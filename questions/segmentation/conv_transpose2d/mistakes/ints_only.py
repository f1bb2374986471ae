"""Pairs are not taken apart.

`stride` and `padding` may be an int or an (h, w) pair; here a pair is used as if it were a number.

Caught by: test_pairs[stride 2 down only]
Page: mistakes-transposed
"""

import numpy as np


def conv_transpose2d(x, weight, bias=None, stride=1, padding=0):
    sh = sw = stride
    ph = pw = padding
    n, c, h, w = x.shape
    _, o, kh, kw = weight.shape
    out = np.zeros((n, o, (h - 1) * sh + kh, (w - 1) * sw + kw), dtype=x.dtype)
    for i in range(h):
        for j in range(w):
            stamp = np.einsum("nc,cokl->nokl", x[:, :, i, j], weight)
            out[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += stamp
    out = out[:, :, ph : out.shape[2] - ph, pw : out.shape[3] - pw]
    if bias is not None:
        out = out + bias[:, None, None]
    return out
