"""PyTorch, one matrix product for each tap, as channels-last linear layers."""

import torch
import torch.nn.functional as F


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    dh, dw = (dilation, dilation) if isinstance(dilation, int) else dilation
    o, _, kh, kw = weight.shape
    xp = F.pad(x, (pw, pw, ph, ph))
    ho = (xp.shape[2] - dh * (kh - 1) - 1) // sh + 1
    wo = (xp.shape[3] - dw * (kw - 1) - 1) // sw + 1
    parts = []
    for block, filters in zip(xp.chunk(groups, dim=1), weight.chunk(groups, dim=0)):
        out = 0
        for a in range(kh):
            for b in range(kw):
                seen = block[
                    :, :, a * dh : a * dh + (ho - 1) * sh + 1 : sh, b * dw : b * dw + (wo - 1) * sw + 1 : sw
                ]
                out = out + F.linear(seen.permute(0, 2, 3, 1), filters[:, :, a, b])
        parts.append(out.permute(0, 3, 1, 2))
    y = torch.cat(parts, dim=1)
    return y if bias is None else y + bias[:, None, None]
