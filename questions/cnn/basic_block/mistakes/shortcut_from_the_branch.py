"""The shortcut starts behind the first convolution.

The variable was overwritten: `x` is no longer the input when it is added. Keep the input under its own name until the sum, or the block cannot be the
identity.

Caught by: test_hand_cases[F is 0: relu of the input]
Page: common-mistakes
"""

import torch
from torch import nn


class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.downsample = None
        if stride != 1 or in_channels != out_channels:
            self.downsample = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False),
                nn.BatchNorm2d(out_channels),
            )

    def forward(self, x):
        shortcut = None if self.downsample is None else self.downsample(x)
        x = torch.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(x))
        return torch.relu(out + (x if shortcut is None else shortcut))
