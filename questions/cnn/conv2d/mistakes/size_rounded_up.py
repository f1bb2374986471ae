"""The size is rounded up, and the last window hangs over the edge.

Frameworks floor: pixels that do not fill a whole window are left out. Here they meet zeros that nobody asked for.

Caught by: test_hand_cases[two pixels are left over]
Page: cnn/convolution#sizes
"""

import numpy as np


def pair(value):
    return (value, value) if isinstance(value, int) else value


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, _, h, w = x.shape
    o, c, kh, kw = weight.shape
    rows = (h + 2 * ph - dh * (kh - 1) - 2 + sh) // sh + 1
    cols = (w + 2 * pw - dw * (kw - 1) - 2 + sw) // sw + 1
    padded = np.pad(x, ((0, 0), (0, 0), (ph, ph + sh), (pw, pw + sw)))
    out = np.zeros((n, o, rows, cols), dtype=x.dtype)
    per_group = o // groups
    for g in range(groups):
        block = padded[:, g * c : (g + 1) * c]
        filters = slice(g * per_group, (g + 1) * per_group)
        for a in range(kh):
            for b in range(kw):
                seen = block[:, :, a * dh :: sh, b * dw :: sw][:, :, :rows, :cols]
                out[:, filters] += np.einsum("nchw,oc->nohw", seen, weight[filters, :, a, b])
    if bias is not None:
        out += bias[:, None, None]
    return out
