"""NumPy, a loop over the output places: all images and filters at once at each."""

import numpy as np


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    sh, sw = (stride,) * 2 if isinstance(stride, int) else stride
    ph, pw = (padding,) * 2 if isinstance(padding, int) else padding
    dh, dw = (dilation,) * 2 if isinstance(dilation, int) else dilation
    n, c, h, w = x.shape
    o, cg, kh, kw = weight.shape
    rows = range(0, h + 2 * ph - dh * (kh - 1), sh)
    cols = range(0, w + 2 * pw - dw * (kw - 1), sw)
    xp = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    out = np.empty((n, o, len(rows), len(cols)), dtype=x.dtype)
    og = o // groups
    for g in range(groups):
        filters = weight[g * og : (g + 1) * og].reshape(og, -1)
        for i, top in enumerate(rows):
            for j, left in enumerate(cols):
                seen = xp[
                    :,
                    g * cg : (g + 1) * cg,
                    top : top + dh * (kh - 1) + 1 : dh,
                    left : left + dw * (kw - 1) + 1 : dw,
                ]
                out[:, g * og : (g + 1) * og, i, j] = seen.reshape(n, cg * kh * kw) @ filters.T
    return out if bias is None else out + bias[:, None, None]
