"""PyTorch, an ordinary convolution: zeros between the pixels, a full border, and the kernel flipped."""

import torch
from torch.nn.functional import conv2d, pad


def conv_transpose2d(x, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw) = ((v, v) if isinstance(v, int) else v for v in (stride, padding))
    n, c, h, w = x.shape
    kh, kw = weight.shape[2:]
    spread = x.new_zeros(n, c, (h - 1) * sh + 1, (w - 1) * sw + 1)
    spread[:, :, ::sh, ::sw] = x
    spread = pad(spread, (kw - 1, kw - 1, kh - 1, kh - 1))
    out = conv2d(spread, weight.transpose(0, 1).flip(2, 3), bias)
    return out[:, :, ph : out.shape[2] - ph, pw : out.shape[3] - pw]
