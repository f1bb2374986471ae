"""The weight is read as (O, C, kh, kw).

A convolution has outputs first. This weight belongs to the convolution that goes the other way, from O to C
channels, so it is (C, O, kh, kw). With as many inputs as outputs nothing complains.

Caught by: test_as_many_outputs_as_inputs
Page: mistakes-transposed
"""

import numpy as np


def both(value):
    return (value, value) if isinstance(value, int) else value


def conv_transpose2d(x, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw) = both(stride), both(padding)
    n, c, h, w = x.shape
    o, _, kh, kw = weight.shape
    out = np.zeros((n, o, (h - 1) * sh + kh, (w - 1) * sw + kw), dtype=x.dtype)
    for i in range(h):
        for j in range(w):
            stamp = np.einsum("nc,ockl->nokl", x[:, :, i, j], weight)
            out[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += stamp
    out = out[:, :, ph : out.shape[2] - ph, pw : out.shape[3] - pw]
    if bias is not None:
        out = out + bias[:, None, None]
    return out
