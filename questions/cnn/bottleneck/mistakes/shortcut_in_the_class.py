"""The shortcut is an attribute of the class.

`Bottleneck.shortcut = ...` replaces it for all blocks, also for those made before: they send their input through the
projection of the last one. The weights themselves are in the state dict, so they load, and one block alone works.

Caught by: test_two_at_once[one with a projection], test_two_at_once[one without a projection]
Page: common-mistakes
"""

from torch import nn


class Bottleneck(nn.Module):
    shortcut = None

    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, 4 * width, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(4 * width)
        self.downsample = nn.Identity()
        if stride != 1 or in_channels != 4 * width:
            self.downsample = nn.Sequential(
                nn.Conv2d(in_channels, 4 * width, 1, stride, bias=False), nn.BatchNorm2d(4 * width)
            )
        Bottleneck.shortcut = self.downsample.forward

    def forward(self, x):
        out = self.bn1(self.conv1(x)).relu()
        out = self.bn2(self.conv2(out)).relu()
        return (self.bn3(self.conv3(out)) + Bottleneck.shortcut(x)).relu()
