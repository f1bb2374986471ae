"""Parts of YOLO networks: Darknet's residual unit, CSP, SPP and SPPF, Focus, coupled and decoupled heads.

Source: arXiv 1804.02767 (residual unit, head), 1911.11929 (CSP), 2004.10934 (SPP block), 2107.08430 (decoupled head);
ultralytics/yolov5, ``models/common.py`` (C3, SPPF, Focus).

Differs:
- SPP, SPPF and Focus stand without the 1x1 or 3x3 convolutions that frameworks put around them, where a class
  can be shown without.
- SiLU is YOLOv5's; Darknet-53 has LeakyReLU with a slope of 0.1.
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

__all__ = [
    "C3",
    "SPP",
    "SPPF",
    "DarknetResidual",
    "Focus",
    "YoloHead",
    "decoupled_head",
    "focus_as_convolution",
    "unit",
]


def unit(
    inputs: int, outputs: int, kernel: int, stride: int = 1, act: nn.Module | None = None
) -> nn.Sequential:
    """Convolution without bias, batch norm, activation (SiLU by default); the size is kept or divided by stride."""
    convolution = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs), nn.SiLU() if act is None else act)


class DarknetResidual(nn.Module):  # type: ignore[misc]
    """The block of Darknet-53: 1x1 to half the channels, 3x3 back, added; no activation after the addition."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.reduce = unit(channels, channels // 2, 1, act=nn.LeakyReLU(0.1))
        self.expand = unit(channels // 2, channels, 3, act=nn.LeakyReLU(0.1))

    def forward(self, x: Tensor) -> Tensor:  # (N, C, H, W) -> the same
        return cast(Tensor, x + self.expand(self.reduce(x)))


class C3(nn.Module):  # type: ignore[misc]
    """CSP as in YOLOv5: half of the channels go through n bottlenecks, the other half around them."""

    def __init__(self, channels: int, n: int) -> None:
        super().__init__()
        half = channels // 2
        self.through, self.around = unit(channels, half, 1), unit(channels, half, 1)
        self.blocks = nn.ModuleList(nn.Sequential(unit(half, half, 1), unit(half, half, 3)) for _ in range(n))
        self.merge = unit(channels, channels, 1)

    def forward(self, x: Tensor) -> Tensor:  # (N, C, H, W) -> the same
        y = self.through(x)
        for block in self.blocks:
            y = y + block(y)
        return cast(Tensor, self.merge(torch.cat([y, self.around(x)], dim=1)))


class SPP(nn.Module):  # type: ignore[misc]
    """YOLO's SPP: the input beside its maxima over windows of 5, 9 and 13, all at full resolution."""

    def forward(self, x: Tensor) -> Tensor:  # (N, C, H, W) -> (N, 4 C, H, W)
        pooled = [nn.functional.max_pool2d(x, kernel, stride=1, padding=kernel // 2) for kernel in (5, 9, 13)]
        return torch.cat([x, *pooled], dim=1)


class SPPF(nn.Module):  # type: ignore[misc]
    """The same numbers from three windows of 5 in a row: a maximum of maxima is a maximum over both windows."""

    def forward(self, x: Tensor) -> Tensor:  # (N, C, H, W) -> (N, 4 C, H, W)
        results = [x]
        for _ in range(3):
            results.append(nn.functional.max_pool2d(results[-1], 5, stride=1, padding=2))
        return torch.cat(results, dim=1)


class Focus(nn.Module):  # type: ignore[misc]
    """Space to depth, then a 3x3 convolution: 2 x 2 pixels become 4 C channels, and no pixel is lost."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(4 * inputs, outputs, 3, padding=1, bias=False)

    def forward(self, x: Tensor) -> Tensor:  # (N, C, H, W) -> (N, O, H / 2, W / 2)
        four = [x[..., row::2, column::2] for column in (0, 1) for row in (0, 1)]  # YOLOv5's order
        return cast(Tensor, self.conv(torch.cat(four, dim=1)))


def focus_as_convolution(weight: Tensor) -> Tensor:
    """The weight of a 6x6 convolution with stride 2 and padding 2 that does what Focus does with ``weight``.

    Args:
        weight: (O, 4 C, 3, 3) of the convolution in ``Focus``.

    Returns:
        (O, C, 6, 6): each of the four slices owns every second row and column.
    """
    outputs, channels = weight.shape[0], weight.shape[1] // 4
    large = weight.new_zeros(outputs, channels, 6, 6)
    for part, (column, row) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
        large[:, :, row::2, column::2] = weight[:, part * channels : (part + 1) * channels]
    return large


class YoloHead(nn.Module):  # type: ignore[misc]
    """The coupled head of v3 and v5: one 1x1 convolution for each level, boxes, objectness and classes at once."""

    def __init__(self, channels: tuple[int, ...], anchors: int = 3, classes: int = 80) -> None:
        super().__init__()
        self.levels = nn.ModuleList(nn.Conv2d(each, anchors * (5 + classes), 1) for each in channels)

    def forward(self, features: list[Tensor]) -> list[Tensor]:  # (N, C, H, W) -> (N, A * (5 + K), H, W), each
        return [level(feature) for level, feature in zip(self.levels, features, strict=True)]


def decoupled_head(channels: int, width: int = 256, classes: int = 80) -> nn.ModuleDict:
    """YOLOX's head for one level: a 1x1 stem, then two 3x3 for classes and two for boxes and objectness."""
    stem = unit(channels, width, 1)
    towers = {
        name: nn.Sequential(unit(width, width, 3), unit(width, width, 3)) for name in ("classes", "box")
    }
    outputs = {"to_classes": classes, "to_box": 4, "to_objectness": 1}
    convolutions = {name: nn.Conv2d(width, count, 1) for name, count in outputs.items()}
    return nn.ModuleDict({"stem": stem, **towers, **convolutions})
