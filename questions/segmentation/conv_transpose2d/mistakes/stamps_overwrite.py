"""A stamp overwrites what is there.

Where stamps overlap they add, because the transpose sums over everything that the convolution had read from
this pixel. With kernel = stride there is no overlap and no difference.

Caught by: test_hand_cases[stamps overlap and add]
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
            out[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] = stamp
    out = out[:, :, ph : out.shape[2] - ph, pw : out.shape[3] - pw]
    if bias is not None:
        out = out + bias[:, None, None]
    return out
