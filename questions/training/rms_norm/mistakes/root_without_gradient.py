"""The root of the mean square is treated as a constant.

It is computed under `torch.no_grad()`. The values are right, but the gradient in x lacks the part that comes from the
denominator, and so is not at right angles to x, as it is (but for eps) when a change of length changes nothing.

Caught by: test_gradient
Page: common-mistakes
"""

import torch


def rms_norm(x, gamma, eps=1e-6):
    with torch.no_grad():
        scale = torch.rsqrt(x.square().mean(dim=-1, keepdim=True) + eps)
    return x * scale * gamma
