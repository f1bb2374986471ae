"""U-Net: contract, expand, and copy across.

Source: arXiv 1505.04597, section 2 and figure 1; ``width=64, depth=4, padding=0`` is the network of the figure.

Differs:
- The paper trains with dropout at the end of the contracting path; there is none here.
- The paper's code is Caffe. Names of the weights are ours, and they are initialized as PyTorch does by default,
  not from a Gaussian with deviation sqrt(2 / N).
- ``padding=1`` keeps the size, as nearly all later U-Nets do. Their batch norm is left out.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["UNet", "center_crop", "pair"]


class UNet(nn.Module):  # type: ignore[misc]
    """U-Net for images of any size whose levels do not run out of pixels.

    Args:
        in_channels: C of the input.
        classes: K, the channels of the result, which are logits.
        width: channels of the first level; every level down doubles them.
        depth: number of poolings.
        padding: of the 3 x 3 convolutions; 0 shrinks the map by 2 each, 1 keeps its size.
    """

    def __init__(
        self, in_channels: int, classes: int, width: int = 64, depth: int = 4, padding: int = 0
    ) -> None:
        super().__init__()
        widths = [width * 2**level for level in range(depth)]
        inputs = [in_channels, *widths]
        self.encoder = nn.ModuleList(pair(i, o, padding) for i, o in zip(inputs, widths, strict=False))
        self.bottom = pair(inputs[depth], width * 2**depth, padding)
        upwards = widths[::-1]  # deepest first, the order of use
        self.up = nn.ModuleList(nn.ConvTranspose2d(2 * o, o, 2, stride=2) for o in upwards)
        self.decoder = nn.ModuleList(pair(2 * o, o, padding) for o in upwards)
        self.head = nn.Conv2d(width, classes, 1)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) -> (N, K, H', W') logits."""
        skips = []
        for convolutions in self.encoder:
            x = convolutions(x)
            skips.append(x)  # before the pooling, at full resolution of its level
            x = functional.max_pool2d(x, 2)
        x = self.bottom(x)
        for up, convolutions in zip(self.up, self.decoder, strict=True):
            x = up(x)  # (N, C / 2, 2H, 2W)
            skip = center_crop(skips.pop(), x.shape[2], x.shape[3])
            x = convolutions(torch.cat([skip, x], dim=1))  # (N, C, 2H, 2W) goes in
        return self.head(x)


def pair(inputs: int, outputs: int, padding: int) -> nn.Sequential:
    """Two 3 x 3 convolutions, each with a ReLU."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=padding),
        nn.ReLU(),
        nn.Conv2d(outputs, outputs, 3, padding=padding),
        nn.ReLU(),
    )


def center_crop(x: Tensor, height: int, width: int) -> Tensor:
    """The middle of (N, C, H, W); an odd rest is cut at the bottom and the right."""
    top, left = (x.shape[2] - height) // 2, (x.shape[3] - width) // 2
    return x[:, :, top : top + height, left : left + width]
