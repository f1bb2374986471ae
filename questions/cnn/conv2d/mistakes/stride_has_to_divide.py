"""The stride has to divide, or an assertion fails.

Course code often asserts that the windows fit exactly. Here, as in every library, pixels may be left over at the end: the
size is rounded down.

Caught by: test_shape[stride 3 leaves pixels over], test_hand_cases[the last pixel is left over]
Page: cnn/convolution#size-formula
"""

import numpy as np


def pair(value):
    return (value, value) if isinstance(value, int) else value


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    o, cg, kh, kw = weight.shape
    spare_h = h + 2 * ph - dh * (kh - 1) - 1
    spare_w = w + 2 * pw - dw * (kw - 1) - 1
    assert spare_h % sh == 0 and spare_w % sw == 0, "the stride does not fit"
    rows, cols = spare_h // sh + 1, spare_w // sw + 1
    padded = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw))).reshape(n, groups, cg, h + 2 * ph, w + 2 * pw)
    filters = weight.reshape(groups, o // groups, cg, kh, kw)
    out = np.zeros((n, groups, o // groups, rows, cols))
    for a in range(kh):
        for b in range(kw):
            top, left = a * dh, b * dw
            seen = padded[..., top : top + (rows - 1) * sh + 1 : sh, left : left + (cols - 1) * sw + 1 : sw]
            out += np.einsum("ngchw,goc->ngohw", seen, filters[..., a, b])
    out = out.reshape(n, o, rows, cols)
    return out if bias is None else out + bias[:, None, None]
