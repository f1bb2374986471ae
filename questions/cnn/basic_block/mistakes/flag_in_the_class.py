"""Whether there is a projection is written into the class.

`BasicBlock.projects = ...` holds for all blocks, also for those made before. One block alone works; in a network every
block does what the last one needs. Write `self.projects`.

Caught by: test_two_at_once[one with a projection], test_two_at_once[one without a projection]
Page: common-mistakes
"""

from torch import nn


class BasicBlock(nn.Module):
    projects = False

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        BasicBlock.projects = stride != 1 or in_channels != out_channels
        if self.projects:
            self.downsample = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False),
                nn.BatchNorm2d(out_channels),
            )

    def forward(self, x):
        shortcut = self.downsample(x) if self.projects else x
        out = self.bn1(self.conv1(x)).relu()
        return (self.bn2(self.conv2(out)) + shortcut).relu()
