"""NumPy, a loop over the taps: each multiplies a shifted slice of the whole batch."""

import numpy as np


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    sh, sw = stride if isinstance(stride, tuple) else (stride, stride)
    ph, pw = padding if isinstance(padding, tuple) else (padding, padding)
    dh, dw = dilation if isinstance(dilation, tuple) else (dilation, dilation)
    n, c, h, w = x.shape
    o, cg, kh, kw = weight.shape
    ho = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    wo = (w + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    xp = np.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=x.dtype)
    xp[:, :, ph : ph + h, pw : pw + w] = x
    out = np.zeros((n, groups, o // groups, ho, wo), dtype=x.dtype)
    for a in range(kh):
        for b in range(kw):
            part = xp[:, :, a * dh :: sh, b * dw :: sw][:, :, :ho, :wo].reshape(n, groups, cg, ho, wo)
            tap = weight[:, :, a, b].reshape(groups, o // groups, cg)
            out += np.einsum("ngchw,goc->ngohw", part, tap)
    out = out.reshape(n, o, ho, wo)
    return out if bias is None else out + bias[None, :, None, None]
