"""The columns are ordered otherwise than the flattened weight.

The weight is flattened as channel, row, column. The windows are flattened as row, column, channel here, so every weight meets another
pixel. With one channel nothing shows.

Caught by: test_random[plain]
Page: cnn/convolution#reference-implementation
"""

import numpy as np


def pair(value):
    return (value, value) if isinstance(value, int) else value


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n = len(x)
    o, c, kh, kw = weight.shape
    padded = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    seen = np.lib.stride_tricks.sliding_window_view(padded, (dh * (kh - 1) + 1, dw * (kw - 1) + 1), axis=(2, 3))
    seen = seen[:, :, ::sh, ::sw, ::dh, ::dw]  # (N, C, H', W', kh, kw)
    rows, cols = seen.shape[2:4]
    grouped = seen.reshape(n, groups, c, rows, cols, kh, kw)
    columns = grouped.transpose(0, 1, 5, 6, 2, 3, 4).reshape(n, groups, c * kh * kw, rows * cols)
    out = weight.reshape(groups, o // groups, c * kh * kw) @ columns
    out = out.reshape(n, o, rows, cols)
    return out if bias is None else out + bias[:, None, None]
