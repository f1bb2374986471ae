"""ResNet: the two blocks and the networks made of them, with torchvision's names and parameter counts.

Source: arXiv 1512.03385, section 3, table 1, figure 5 (bottleneck); zero gamma is arXiv 1706.02677, section 5.1.

Differs:
- In ``Bottleneck`` the 3x3 convolution carries the stride. The paper's 1x1 does ("v1"); the common "v1.5", which
  torchvision trains, does not, because a 1x1 convolution with stride 2 never looks at three quarters of its input.
- The shortcut is a projection wherever the shape changes (option B); option A is in ``resnet_variants``.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

__all__ = ["BasicBlock", "Bottleneck", "ResNet", "resnet18", "resnet34", "resnet50", "zero_gamma"]


class BasicBlock(nn.Module):  # type: ignore[misc]
    """relu(F(x) + shortcut(x)), where F is 3x3, batch norm, ReLU, 3x3, batch norm.

    Args:
        in_channels: channels of the input.
        out_channels: channels of the output.
        stride: of ``conv1`` and of the projection.
    """

    expansion = 1

    def __init__(self, in_channels: int, out_channels: int, stride: int = 1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.downsample = projection(in_channels, out_channels, stride)

    def forward(self, x: Tensor) -> Tensor:
        """(N, in, H, W) -> (N, out, ceil(H / stride), ceil(W / stride))."""
        residual = torch.relu(self.bn1(self.conv1(x)))
        residual = self.bn2(self.conv2(residual))  # no ReLU here: F has to be able to subtract
        shortcut = x if self.downsample is None else self.downsample(x)
        return torch.relu(residual + shortcut)


class Bottleneck(nn.Module):  # type: ignore[misc]
    """relu(F(x) + shortcut(x)), where F is 1x1 down to ``width``, 3x3, 1x1 up to 4 * ``width``.

    Args:
        in_channels: channels of the input.
        width: channels between the 1x1 convolutions; the output has four times as many.
        stride: of ``conv2`` and of the projection.
    """

    expansion = 4

    def __init__(self, in_channels: int, width: int, stride: int = 1):
        super().__init__()
        out_channels = width * self.expansion
        self.conv1 = nn.Conv2d(in_channels, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, out_channels, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out_channels)
        self.downsample = projection(in_channels, out_channels, stride)

    def forward(self, x: Tensor) -> Tensor:
        """(N, in, H, W) -> (N, 4 * width, ceil(H / stride), ceil(W / stride))."""
        residual = torch.relu(self.bn1(self.conv1(x)))
        residual = torch.relu(self.bn2(self.conv2(residual)))
        residual = self.bn3(self.conv3(residual))
        shortcut = x if self.downsample is None else self.downsample(x)
        return torch.relu(residual + shortcut)


def projection(in_channels: int, out_channels: int, stride: int) -> nn.Sequential | None:
    """A strided 1x1 convolution with batch norm where the shape changes, None where the input itself fits."""
    if stride == 1 and in_channels == out_channels:
        return None
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
    )


class ResNet(nn.Module):  # type: ignore[misc]
    """Stem, four stages of blocks at strides 4, 8, 16 and 32, global average pooling, one linear layer.

    Args:
        block: BasicBlock or Bottleneck.
        layers: how many blocks there are in each of the four stages.
        classes: outputs of the linear layer.
        zero_init: start every block as its shortcut, see ``zero_gamma``.
    """

    def __init__(
        self,
        block: type[BasicBlock] | type[Bottleneck],
        layers: tuple[int, int, int, int],
        classes: int = 1000,
        zero_init: bool = False,
    ):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        channels = 64
        for stage, count in enumerate(layers):
            width = 64 * 2**stage
            blocks = []
            for index in range(count):  # only the first block of a stage changes the shape
                blocks.append(block(channels, width, 2 if stage > 0 and index == 0 else 1))
                channels = width * block.expansion
            self.add_module(f"layer{stage + 1}", nn.Sequential(*blocks))
        self.fc = nn.Linear(channels, classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        if zero_init:
            zero_gamma(self)

    def forward(self, x: Tensor) -> Tensor:
        """(N, 3, H, W) -> (N, classes)."""
        x = self.maxpool(torch.relu(self.bn1(self.conv1(x))))  # (N, 64, H/4, W/4)
        for stage in range(1, 5):
            x = self.get_submodule(f"layer{stage}")(x)
        return self.fc(x.mean(dim=(2, 3)))


def zero_gamma(module: nn.Module) -> None:
    """Set gamma of the last batch norm of every block to 0, in place: each block then starts as relu(shortcut)."""
    for each in module.modules():
        if isinstance(each, BasicBlock | Bottleneck):
            last = each.bn2 if isinstance(each, BasicBlock) else each.bn3
            nn.init.zeros_(last.weight)


def resnet18(classes: int = 1000) -> ResNet:
    """11,689,512 parameters with 1000 classes."""
    return ResNet(BasicBlock, (2, 2, 2, 2), classes)


def resnet34(classes: int = 1000) -> ResNet:
    """21,797,672 parameters with 1000 classes."""
    return ResNet(BasicBlock, (3, 4, 6, 3), classes)


def resnet50(classes: int = 1000) -> ResNet:
    """25,557,032 parameters with 1000 classes."""
    return ResNet(Bottleneck, (3, 4, 6, 3), classes)
