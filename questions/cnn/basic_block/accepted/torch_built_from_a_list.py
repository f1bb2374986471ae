"""PyTorch, built by a helper; without a `downsample` where none is needed."""

from torch import nn


def conv(inputs, outputs, size, stride=1):
    return nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False)


class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        for number, (inputs, step) in enumerate([(in_channels, stride), (out_channels, 1)], start=1):
            self.add_module(f"conv{number}", conv(inputs, out_channels, 3, step))
            self.add_module(f"bn{number}", nn.BatchNorm2d(out_channels))
        if (in_channels, stride) != (out_channels, 1):
            self.downsample = nn.Sequential(
                conv(in_channels, out_channels, 1, stride), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        shortcut = self.downsample(x) if hasattr(self, "downsample") else x
        branch = self.bn2(self.conv2(self.bn1(self.conv1(x)).clamp(min=0)))
        return (shortcut + branch).clamp(min=0)
