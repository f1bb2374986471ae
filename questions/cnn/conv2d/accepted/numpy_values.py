"""NumPy, one output value at a time: the window times the filter, summed."""

import numpy as np


def pair(value):
    return (value, value) if isinstance(value, int) else value


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, _, h, w = x.shape
    o, c, kh, kw = weight.shape
    rows = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    cols = (w + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    padded = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    out = np.zeros((n, o, rows, cols), dtype=x.dtype)
    for m, f, i, j in np.ndindex(n, o, rows, cols):
        first = f // (o // groups) * c
        top, left = i * sh, j * sw
        seen = padded[
            m, first : first + c, top : top + dh * (kh - 1) + 1 : dh, left : left + dw * (kw - 1) + 1 : dw
        ]
        out[m, f, i, j] = np.sum(seen * weight[f])
    return out if bias is None else out + bias[:, None, None]
