"""`torch.tensor(x)` makes a copy without a history.

It is meant for numbers and lists. Of a tensor it makes a new leaf (and PyTorch warns), so the weights learn, but no
gradient reaches x or any layer before. Use x itself, or `x.clone()` for a copy.

Caught by: test_gradient
Page: common-mistakes
"""

import torch
import torch.nn.functional as F


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    (sh, sw), (ph, pw), (dh, dw) = (
        (v, v) if isinstance(v, int) else v for v in (stride, padding, dilation)
    )
    n, o, (kh, kw) = len(x), len(weight), weight.shape[2:]
    x = F.pad(torch.tensor(x), (pw, pw, ph, ph))
    ho = (x.shape[2] - dh * (kh - 1) - 1) // sh + 1
    wo = (x.shape[3] - dw * (kw - 1) - 1) // sw + 1
    blocks = x.unflatten(1, (groups, -1))
    filters = weight.unflatten(0, (groups, -1))
    out = 0
    for a in range(kh):
        for b in range(kw):
            top, left = a * dh, b * dw
            seen = blocks[..., top : top + (ho - 1) * sh + 1 : sh, left : left + (wo - 1) * sw + 1 : sw]
            out = out + torch.einsum("ngchw,goc->ngohw", seen, filters[..., a, b])
    out = out.reshape(n, o, ho, wo)
    return out if bias is None else out + bias[:, None, None]
