"""The root of the mean square is treated as a constant.

It is computed under `torch.no_grad()`. The values are right, but the gradient in x lacks the part that comes from the
denominator. Scaling x changes nothing (but for eps), so the true gradient is orthogonal to x; this one is not.

Caught by: test_gradient
Page: common-mistakes
"""

import torch


def rms_norm(x, gamma, eps=1e-6):
    with torch.no_grad():
        scale = torch.rsqrt(x.square().mean(dim=-1, keepdim=True) + eps)
    return x * scale * gamma
