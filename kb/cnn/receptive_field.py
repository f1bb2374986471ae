"""How much of the input one value of a feature map depends on, and how evenly.

Source: Araujo et al., "Computing receptive fields of convolutional neural networks", Distill 2019, section
"Single-path networks"; gridding: Wang et al., arXiv 1702.08502, section 3.2; effective fields: Luo et al.,
arXiv 1701.04128, section 2.

Differs:
- One axis at a time: layers with unlike strides in h and w are asked about once for each.
- ``span`` counts pixels of the unpadded input, so it may begin below 0.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

__all__ = ["path_counts", "receptive_field", "span"]

Layer = tuple[int, int, int]


def receptive_field(layers: Sequence[Layer]) -> tuple[int, int]:
    """Size and jump of the receptive field after a chain of layers.

    Args:
        layers: (kernel, stride, dilation) of every convolution or pooling, from the input up.

    Returns:
        size: pixels of the input that one value spans, along one axis; 1 without layers.
        jump: pixels of the input between two neighboring values, the product of all strides.
    """
    size, jump = 1, 1
    for kernel, stride, dilation in layers:
        size += (kernel - 1) * dilation * jump  # the jump below this layer: its own stride does not count yet
        jump *= stride
    return int(size), int(jump)


def span(layers: Sequence[Layer], paddings: Sequence[int], index: int) -> tuple[int, int]:
    """The first and the last pixel of the input that the value at ``index`` depends on.

    Args:
        layers: as in ``receptive_field``.
        paddings: zeros on each side, one for every layer.
        index: of the value in the last map, along one axis.

    Returns:
        Two pixels of the input, both inside the field; below 0 or beyond the image lies padding.

    Raises:
        ValueError: not one padding for each layer.
    """
    first = last = index
    for (kernel, stride, dilation), padding in zip(reversed(layers), reversed(paddings), strict=True):
        first = first * stride - padding
        last = last * stride - padding + (kernel - 1) * dilation
    return first, last


def path_counts(layers: Sequence[Layer]) -> np.ndarray:
    """On how many paths each pixel of the field reaches the value on top.

    With all weights 1 this is the gradient. A 0 is a hole (gridding); counts that fall to the edge are why the
    effective field is smaller than the theoretical one.

    Args:
        layers: as in ``receptive_field``.

    Returns:
        (size,) integers along one axis.
    """
    paths, jump = np.ones(1, int), 1
    for kernel, stride, dilation in layers:
        taps = np.zeros((kernel - 1) * dilation * jump + 1, int)
        taps[:: dilation * jump] = 1  # where the taps of this layer stand, in pixels of the input
        paths = np.convolve(paths, taps)
        jump *= stride
    return paths
