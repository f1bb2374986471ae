"""The whole function stands under `no_grad`.

PyTorch refuses to write into a leaf that requires a gradient, and `no_grad` silences that by not recording anything. Writing
into a new tensor of zeros is recorded and needs no such help: autograd follows assignments to slices.

Caught by: test_gradient
Page: mistakes-transposed
"""

import torch


@torch.no_grad()
def conv_transpose2d(x, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw) = ((v, v) if isinstance(v, int) else v for v in (stride, padding))
    n, _, h, w = x.shape
    _, o, kh, kw = weight.shape
    out = x.new_zeros(n, o, (h - 1) * sh + kh, (w - 1) * sw + kw)
    for i in range(h):
        for j in range(w):
            stamp = torch.einsum("nc,cohw->nohw", x[:, :, i, j], weight)
            out[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += stamp
    out = out[:, :, ph : out.shape[2] - ph, pw : out.shape[3] - pw]
    return out if bias is None else out + bias[:, None, None]
