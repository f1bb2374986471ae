"""Seven loops read single elements of tensors.

An element of a tensor costs microseconds to read, a hundred times as much as one of a list: indexing, the product and the sum each make a new tensor. Take the tensors apart with
`tolist()` once, or better, multiply whole slices.

Caught by: test_speed
Page: cnn/convolution#reference-implementation
"""

from itertools import product

import torch
import torch.nn.functional as F


def pair(value):
    return (value, value) if isinstance(value, int) else value


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, _, h, w = x.shape
    o, c, kh, kw = weight.shape
    rows = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    cols = (w + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    padded = F.pad(x, (pw, pw, ph, ph))
    out = torch.zeros((n, o, rows, cols), dtype=x.dtype)
    for m, f, i, j in product(range(n), range(o), range(rows), range(cols)):
        first = f // (o // groups) * c
        total = 0
        for k, a, b in product(range(c), range(kh), range(kw)):
            total = total + padded[m, first + k, i * sh + a * dh, j * sw + b * dw] * weight[f, k, a, b]
        out[m, f, i, j] = total
    return out if bias is None else out + bias[:, None, None]
