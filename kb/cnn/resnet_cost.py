"""What a ResNet costs: parameters and multiply-accumulates, counted from the layers without building them.

Source: arXiv 1512.03385, table 1, whose "FLOPs" are multiply-accumulates of convolutions and of the last layer.

Differs:
- Batch norm, additions, ReLU and pooling count as parameters where they have some, but not as operations.
- ``stride_first=True`` is the paper's bottleneck ("v1"), which strides in the 1x1; torchvision's strides in the 3x3.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["block_parameters", "conv_parameters", "macs", "parameters", "stage_macs", "stage_parameters"]

BLOCKS = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3)}
EXPANSION = {"basic": 1, "bottleneck": 4}


@dataclass(frozen=True)
class _Conv:
    """A convolution without bias, and the batch norm behind it."""

    inputs: int
    outputs: int
    kernel: int
    stride: int = 1

    @property
    def weights(self) -> int:
        return self.inputs * self.outputs * self.kernel**2


def conv_parameters(inputs: int, outputs: int, kernel: int, bias: bool = False) -> int:
    """Weights of a square convolution, and its biases if it has some."""
    return _Conv(inputs, outputs, kernel).weights + (outputs if bias else 0)


def block_parameters(kind: str, inputs: int, width: int, stride: int = 1) -> int:
    """Parameters of one block with its batch norms and, where the shape changes, its projection.

    Args:
        kind: "basic" or "bottleneck".
        inputs: channels that come in.
        width: channels inside; ``width`` come out of a basic block, four times as many of a bottleneck.
        stride: 1 or 2.

    Returns:
        The count, as PyTorch counts: running statistics are no parameters.

    Raises:
        ValueError: another kind.
    """
    return sum(
        _with_norm(conv)
        for conv in (*_branch(kind, inputs, width, stride), *_shortcut(kind, inputs, width, stride))
    )


def stage_parameters(depth: int) -> list[int]:
    """Parameters of the stem, of the four stages, and of the linear layer to 1000 classes.

    Raises:
        ValueError: a depth other than 18, 34, 50, 101, 152.
    """
    kind, counts = _kind(depth), BLOCKS[depth]
    totals, inputs = [_with_norm(_Conv(3, 64, 7))], 64
    for stage, count in enumerate(counts):
        width, total = 64 * 2**stage, 0
        for index in range(count):
            total += block_parameters(kind, inputs, width, 2 if stage > 0 and index == 0 else 1)
            inputs = width * EXPANSION[kind]
        totals.append(total)
    return [*totals, inputs * 1000 + 1000]


def parameters(depth: int) -> int:
    """Parameters of ResNet-``depth`` with 1000 classes. Raises as ``stage_parameters``."""
    return sum(stage_parameters(depth))


def stage_macs(depth: int, size: int = 224, stride_first: bool = False) -> list[int]:
    """Multiply-accumulates of the stem, of the four stages, and of the linear layer, for one image.

    Args:
        depth: 18, 34, 50, 101 or 152.
        size: height and width of the image in pixels.
        stride_first: a bottleneck strides in its first convolution instead of the second.

    Raises:
        ValueError: another depth.
    """
    kind, counts = _kind(depth), BLOCKS[depth]
    at, inputs = -(-size // 2), 64
    totals = [_Conv(3, 64, 7).weights * at**2]
    at = -(-at // 2)  # the pooling of the stem
    for stage, count in enumerate(counts):
        width, total = 64 * 2**stage, 0
        for index in range(count):
            stride = 2 if stage > 0 and index == 0 else 1
            total += _run(_branch(kind, inputs, width, stride, stride_first), at)
            total += _run(_shortcut(kind, inputs, width, stride), at)
            at, inputs = -(-at // stride), width * EXPANSION[kind]
        totals.append(total)
    return [*totals, inputs * 1000]


def macs(depth: int, size: int = 224, stride_first: bool = False) -> int:
    """Multiply-accumulates of ResNet-``depth`` for one image. As ``stage_macs``."""
    return sum(stage_macs(depth, size, stride_first))


def _kind(depth: int) -> str:
    if depth not in BLOCKS:
        raise ValueError(f"there is no ResNet-{depth} here, only {', '.join(map(str, BLOCKS))}")
    return "basic" if depth < 50 else "bottleneck"


def _branch(kind: str, inputs: int, width: int, stride: int, stride_first: bool = False) -> list[_Conv]:
    """The convolutions of the residual branch, in order."""
    if kind == "basic":
        return [_Conv(inputs, width, 3, stride), _Conv(width, width, 3)]
    if kind != "bottleneck":
        raise ValueError(f"kind is {kind!r}, expected 'basic' or 'bottleneck'")
    first, second = (stride, 1) if stride_first else (1, stride)
    return [_Conv(inputs, width, 1, first), _Conv(width, width, 3, second), _Conv(width, 4 * width, 1)]


def _shortcut(kind: str, inputs: int, width: int, stride: int) -> list[_Conv]:
    """The projection, where the shape changes."""
    outputs = width * EXPANSION[kind]
    return [_Conv(inputs, outputs, 1, stride)] if stride != 1 or inputs != outputs else []


def _with_norm(conv: _Conv) -> int:
    return conv.weights + 2 * conv.outputs  # gamma and beta


def _run(convs: list[_Conv], size: int) -> int:
    """Multiply-accumulates of convolutions one after another, from a square input."""
    total = 0
    for conv in convs:
        size = -(-size // conv.stride)  # padded by half the kernel: the size rounds up
        total += conv.weights * size**2
    return total
