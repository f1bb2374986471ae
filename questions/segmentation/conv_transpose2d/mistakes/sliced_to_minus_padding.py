"""The cut is written as `[p:-p]`.

With a padding of 0 that is `[0:-0]`, which is empty. Write the end as size minus padding.

Caught by: test_hand_cases[one pixel: the kernel, not flipped]
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
    out = out[:, :, ph:-ph, pw:-pw]
    if bias is not None:
        out = out + bias[:, None, None]
    return out
