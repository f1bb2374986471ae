"""Relatives of the residual block: the shortcut without parameters, pre-activation, and stacks to experiment with.

Source: option A is arXiv 1512.03385, section 3.3; pre-activation is arXiv 1603.05027, section 4, figure 4 (e).

Differs:
- ``Stack`` is made for experiments that take a second: fully connected layers of one width, digits instead of
  photographs. Plain and residual stacks have the same layers and draw the same initial values.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

__all__ = ["PreActivationBlock", "Stack", "pad_shortcut"]


def pad_shortcut(x: Tensor, channels: int, stride: int) -> Tensor:
    """Option A: take every ``stride``-th pixel, append channels of zeros. It has nothing to learn.

    Args:
        x: (N, C, H, W).
        channels: of the result, at least C.
        stride: 1 or more.

    Returns:
        (N, channels, ceil(H / stride), ceil(W / stride)).

    Raises:
        ValueError: fewer channels than x has: zeros can be appended, nothing can be taken away.
    """
    missing = channels - x.shape[1]
    if missing < 0:
        raise ValueError(f"x has {x.shape[1]} channels, {channels} are asked; are the two exchanged?")
    picked = x[:, :, ::stride, ::stride]
    return torch.cat([picked, picked.new_zeros(len(x), missing, *picked.shape[2:])], dim=1)


class PreActivationBlock(nn.Module):  # type: ignore[misc]
    """x + F(x) with nothing behind the addition; F is batch norm, ReLU, 3x3, twice ("v2").

    Args:
        in_channels: channels of the input.
        out_channels: channels of the output.
        stride: of ``conv1`` and of the projection.
    """

    def __init__(self, in_channels: int, out_channels: int, stride: int = 1):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(in_channels)
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        changes = stride != 1 or in_channels != out_channels
        self.downsample = nn.Conv2d(in_channels, out_channels, 1, stride, bias=False) if changes else None

    def forward(self, x: Tensor) -> Tensor:
        """(N, in, H, W) -> (N, out, ceil(H / stride), ceil(W / stride))."""
        active = torch.relu(self.bn1(x))
        residual = self.conv2(torch.relu(self.bn2(self.conv1(active))))
        # A projection takes the activated input; the identity takes x itself, and nothing ever blocks it.
        return residual + (x if self.downsample is None else self.downsample(active))


class Stack(nn.Module):  # type: ignore[misc]
    """A classifier: a linear layer in, ``depth`` layers of one width in blocks of two, a linear layer out.

    Args:
        inputs: features of the input.
        width: of all hidden layers.
        depth: hidden layers between the first and the last, an even number.
        classes: outputs.
        residual: add each block's input to its output. Without it the stack is plain.
        norm: a batch norm behind every hidden layer.

    Raises:
        ValueError: an odd depth.
    """

    def __init__(self, inputs: int, width: int, depth: int, classes: int, residual: bool, norm: bool = True):
        super().__init__()
        if depth % 2:
            raise ValueError(f"depth is {depth}, expected an even number: a block has two layers")
        self.residual = residual
        self.stem = nn.Linear(inputs, width)
        self.layers = nn.ModuleList(nn.Linear(width, width, bias=not norm) for _ in range(depth))
        self.norms = nn.ModuleList(nn.BatchNorm1d(width) if norm else nn.Identity() for _ in range(depth))
        self.head = nn.Linear(width, classes)
        for layer in self.layers:
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs) -> (N, classes)."""
        x = torch.relu(self.stem(x))
        for first in range(0, len(self.layers), 2):
            branch = torch.relu(self.norms[first](self.layers[first](x)))
            branch = self.norms[first + 1](self.layers[first + 1](branch))
            x = torch.relu(branch + x if self.residual else branch)
        return self.head(x)
