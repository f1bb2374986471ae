"""What U-Net does to sizes: level by level, its border, which tiles fit, what a pixel sees, how many weights.

Source: arXiv 1505.04597, figure 1 (572 -> 388) and section 2 (tiles whose poolings see even sizes).

Differs: ``padding`` other than 0 is the common later variant. Sizes are of one axis; both behave alike.
"""

from __future__ import annotations

__all__ = [
    "border",
    "crops",
    "decoder_sizes",
    "encoder_sizes",
    "fits",
    "fitting_sizes",
    "output_size",
    "parameters",
    "receptive_field",
    "tiles",
]

_LOST = 4  # by two 3 x 3 convolutions without padding


def encoder_sizes(size: int, depth: int = 4, padding: int = 0) -> list[int]:
    """Size after the two convolutions of each level, from the first to the bottom: depth + 1 numbers.

    Raises:
        ValueError: the map is used up on the way down.
    """
    sizes = []
    for level in range(depth + 1):
        size = (size // 2 if level else size) - _LOST + 4 * padding
        if size < 1:
            raise ValueError(
                f"no pixel is left at level {level}: the input is too small for {depth} poolings"
            )
        sizes.append(size)
    return sizes


def decoder_sizes(size: int, depth: int = 4, padding: int = 0) -> list[int]:
    """Size after the two convolutions of each level on the way up, deepest first; the last is the output."""
    size, sizes = encoder_sizes(size, depth, padding)[-1], []
    for _ in range(depth):
        size = 2 * size - _LOST + 4 * padding
        if size < 1:
            raise ValueError("no pixel is left on the way up: the input is too small")
        sizes.append(size)
    return sizes


def output_size(size: int, depth: int = 4, padding: int = 0) -> int:
    """Size of the result for an input of this size."""
    return ([*encoder_sizes(size, depth, padding)[-1:], *decoder_sizes(size, depth, padding)])[-1]


def crops(size: int, depth: int = 4, padding: int = 0) -> list[int]:
    """Pixels that each skip loses at its top, deepest first (the bottom loses as many, or one more)."""
    down = encoder_sizes(size, depth, padding)
    up = [down[-1], *decoder_sizes(size, depth, padding)]
    return [(skip - 2 * below) // 2 for skip, below in zip(down[::-1][1:], up[:depth], strict=True)]


def border(size: int, depth: int = 4) -> float:
    """Pixels that valid convolutions take from each side, in input pixels: half of input minus output."""
    return (size - output_size(size, depth)) / 2


def fits(size: int, depth: int = 4, padding: int = 0) -> bool:
    """Whether every pooling sees an even size, so that no row is dropped and crops are centered."""
    try:
        sizes = encoder_sizes(size, depth, padding)
        decoder_sizes(size, depth, padding)
    except ValueError:
        return False
    return all(each % 2 == 0 for each in sizes[:-1])


def fitting_sizes(first: int, last: int, depth: int = 4, padding: int = 0) -> list[int]:
    """All inputs from first to last that fit."""
    return [size for size in range(first, last + 1) if fits(size, depth, padding)]


def parameters(in_channels: int, classes: int, width: int = 64, depth: int = 4) -> int:
    """Number of weights and biases, summed up layer by layer."""
    widths = [width * 2**level for level in range(depth + 1)]
    total = 0
    for inputs, outputs in zip([in_channels, *widths], widths, strict=False):  # the way down and the bottom
        total += 9 * inputs * outputs + outputs + 9 * outputs * outputs + outputs
    for outputs in widths[:-1]:  # the way up: 2 x 2 from 2w, then 3 x 3 from 2w (skip and up-sampled)
        total += 4 * 2 * outputs * outputs + outputs
        total += 9 * 2 * outputs * outputs + outputs + 9 * outputs * outputs + outputs
    return total + width * classes + classes


def receptive_field(pixel: int, size: int = 572, depth: int = 4) -> tuple[int, int]:
    """First and last input pixel that can change this output pixel, without padding.

    Goes backwards: a pair of convolutions reads 4 pixels more, a 2 x 2 up-convolution halves the index, a pooling
    doubles it, a skip shifts it by its crop.
    """
    first, last = pixel, pixel
    reached = []  # what the skip of each level reads, in pixels of that level before its two convolutions
    for cut in reversed(crops(size, depth)):  # from the top down
        last += _LOST
        reached.append((first + cut, last + cut + _LOST))
        first, last = first // 2, last // 2
    last += _LOST
    for skip_first, skip_last in reversed(reached):
        first, last = min(2 * first, skip_first), max(2 * last + 1 + _LOST, skip_last)
    return first, last


def tiles(length: int, size: int = 572, depth: int = 4) -> list[int]:
    """Where the outputs of overlapping tiles begin along an axis, so that they cover all of its pixels.

    The last one is moved back to end at the image's edge; the input of a tile begins ``border`` before it.
    """
    output = output_size(size, depth)
    if length < output:
        return [0]
    return [min(start, length - output) for start in range(0, length, output)]
