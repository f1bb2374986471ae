"""SE as a function, and SE, ECA and CBAM as modules, to be put behind the last batch norm of a residual branch.

Source: SE is arXiv 1709.01507, section 3; ECA is arXiv 1910.03151, section 3.2; CBAM is arXiv 1807.06521, section 3.

Differs:
- ``CBAM`` has no batch norm behind its 7x7 convolution, which the authors' code adds and the paper does not name.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from kb.attention.channel_attention import eca_kernel_size

__all__ = ["CBAM", "ECA", "SqueezeExcitation", "se_block"]


def se_block(x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
    """x * sigmoid(w2 relu(w1 m + b1) + b2), m the means of the channels; differentiable in all of its arguments.

    Args:
        x: (N, C, H, W).
        w1: (C/r, C), as the weight of a linear layer.
        b1: (C/r,).
        w2: (C, C/r).
        b2: (C,).

    Returns:
        (N, C, H, W).
    """
    hidden = torch.relu(nn.functional.linear(x.mean(dim=(2, 3)), w1, b1))  # (N, C/r)
    gates = torch.sigmoid(nn.functional.linear(hidden, w2, b2))  # (N, C)
    return x * gates[:, :, None, None]


class SqueezeExcitation(nn.Module):  # type: ignore[misc]
    """``se_block`` with weights of its own.

    Args:
        channels: of x.
        reduction: r; the layer between has channels / r units.
    """

    def __init__(self, channels: int, reduction: int = 16):
        super().__init__()
        self.fc1 = nn.Linear(channels, channels // reduction)
        self.fc2 = nn.Linear(channels // reduction, channels)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) -> (N, C, H, W)."""
        return se_block(x, self.fc1.weight, self.fc1.bias, self.fc2.weight, self.fc2.bias)


class ECA(nn.Module):  # type: ignore[misc]
    """Gates from a 1-D convolution over neighboring channels: k weights instead of 2 C² / r.

    Args:
        channels: of x, from which ``eca_kernel_size`` takes k.
    """

    def __init__(self, channels: int):
        super().__init__()
        size = eca_kernel_size(channels)
        self.conv = nn.Conv1d(1, 1, size, padding=size // 2, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) -> (N, C, H, W)."""
        means = x.mean(dim=(2, 3))[:, None]  # (N, 1, C): the channels are the axis to slide along
        return x * torch.sigmoid(self.conv(means))[:, 0, :, None, None]


class CBAM(nn.Module):  # type: ignore[misc]
    """Channel gates from mean and maximum through one shared MLP, then pixel gates from a 7x7 convolution.

    Args:
        channels: of x.
        reduction: r of the MLP.
    """

    def __init__(self, channels: int, reduction: int = 16):
        super().__init__()
        self.mlp = nn.Sequential(
            nn.Linear(channels, channels // reduction),
            nn.ReLU(),
            nn.Linear(channels // reduction, channels),
        )
        self.conv = nn.Conv2d(2, 1, 7, padding=3, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) -> (N, C, H, W)."""
        channel = self.mlp(x.mean(dim=(2, 3))) + self.mlp(x.amax(dim=(2, 3)))  # (N, C)
        x = x * torch.sigmoid(channel)[:, :, None, None]
        maps = torch.stack([x.mean(dim=1), x.amax(dim=1)], dim=1)  # (N, 2, H, W) over the channels
        return x * torch.sigmoid(self.conv(maps))  # (N, 1, H, W): one gate a pixel, for all channels
