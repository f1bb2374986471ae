"""Channels are dealt to the groups one by one.

Group g sees the block of channels from g * C / groups on. `g::groups` picks every groups-th channel; for depthwise convolution both are the same.

Caught by: test_groups_by_hand[two groups of neighbors]
Page: cnn/convolution#groups
"""

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
    per_group = o // groups
    for g in range(groups):
        block = padded[:, g::groups]
        filters = slice(g * per_group, (g + 1) * per_group)
        for a in range(kh):
            for b in range(kw):
                seen = block[:, :, a * dh :: sh, b * dw :: sw][:, :, :rows, :cols]
                out[:, filters] += np.einsum("nchw,oc->nohw", seen, weight[filters, :, a, b])
    if bias is not None:
        out += bias[:, None, None]
    return out
