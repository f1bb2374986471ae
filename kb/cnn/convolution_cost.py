"""What a convolution costs: parameters, multiply-accumulates, and the two separable designs.

Source: MobileNets, arXiv 1704.04861, section 3.1; VGG, arXiv 1409.1556, section 2.3 (stacks of 3x3).

Differs:
- Costs are counted in multiply-accumulates (MACs), as most papers do that write "FLOPs". One MAC is two operations.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["conv_macs", "conv_parameters", "depthwise_separable_macs", "depthwise_separable_parameters"]

Sides = int | Sequence[int]


def conv_parameters(
    in_channels: int, out_channels: int, kernel: Sides, groups: int = 1, bias: bool = True
) -> int:
    """Weights and biases of a convolution; a fully connected layer is a kernel as large as its input.

    Args:
        in_channels: C.
        out_channels: O, the number of filters.
        kernel: the side of a square kernel, or all sides: (kh, kw), or (kt, kh, kw) in 3-D.
        groups: 1, or C for a depthwise convolution.
        bias: one for every output channel.

    Returns:
        O * C / groups * kh * kw, + O with a bias.

    Raises:
        ValueError: the groups do not divide both numbers of channels.
    """
    _check(in_channels, out_channels, groups)
    return out_channels * (in_channels // groups) * _taps(kernel) + (out_channels if bias else 0)


def conv_macs(
    in_channels: int, out_channels: int, kernel: Sides, out_size: Sequence[int], groups: int = 1
) -> int:
    """Multiply-accumulates for one image: every weight is used once at every place of the output.

    Args:
        in_channels: C.
        out_channels: O.
        kernel: as in ``conv_parameters``.
        out_size: (H', W') of the *output*, or (T', H', W').
        groups: 1, or C for a depthwise convolution.

    Returns:
        O * C / groups * kh * kw * H' * W'; a bias is not counted.

    Raises:
        ValueError: the groups do not divide both numbers of channels.
    """
    weights = conv_parameters(in_channels, out_channels, kernel, groups, bias=False)
    return weights * math.prod(int(side) for side in out_size)


def depthwise_separable_parameters(in_channels: int, out_channels: int, kernel: Sides) -> int:
    """Weights, without biases, of a depthwise convolution and the 1x1 convolution after it."""
    depthwise = conv_parameters(in_channels, in_channels, kernel, groups=in_channels, bias=False)
    return depthwise + conv_parameters(in_channels, out_channels, 1, bias=False)


def depthwise_separable_macs(
    in_channels: int, out_channels: int, kernel: Sides, out_size: Sequence[int]
) -> int:
    """MACs of the pair, 1 / out_channels + 1 / (kh * kw) of those of the full convolution."""
    return depthwise_separable_parameters(in_channels, out_channels, kernel) * math.prod(
        int(side) for side in out_size
    )


def _taps(kernel: Sides) -> int:
    return kernel * kernel if isinstance(kernel, int) else math.prod(int(side) for side in kernel)


def _check(in_channels: int, out_channels: int, groups: int) -> None:
    if in_channels % groups or out_channels % groups:
        raise ValueError(f"{groups} groups divide not both {in_channels} and {out_channels} channels")
