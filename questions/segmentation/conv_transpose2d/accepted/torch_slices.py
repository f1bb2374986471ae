"""PyTorch, one strided slice for each position of the kernel."""

import torch


def conv_transpose2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    n, c, h, w = x.shape
    _, o, kh, kw = weight.shape
    high, wide = (h - 1) * sh + 1, (w - 1) * sw + 1
    out = x.new_zeros(n, o, high + kh - 1, wide + kw - 1)
    for i in range(kh):
        for j in range(kw):
            out[:, :, i : i + high : sh, j : j + wide : sw] += torch.einsum(
                "nchw,co->nohw", x, weight[:, :, i, j]
            )
    out = out[:, :, ph : ph + out.shape[2] - 2 * ph, pw : pw + out.shape[3] - 2 * pw]
    return out if bias is None else out + bias.view(-1, 1, 1)
