"""This is the residual unit of Darknet-53.

YOLOv3's backbone squeezes to half the channels with a 1x1 convolution, goes back with a 3x3, uses leaky ReLU and has nothing behind the
addition. ResNet's basic block has two 3x3 convolutions of full width.

Caught by: test_weights[nothing changes]
Page: common-mistakes
"""

import torch
from torch import nn


class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels // 2, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels // 2)
        self.conv2 = nn.Conv2d(out_channels // 2, out_channels, 3, stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.downsample = None
        if stride != 1 or in_channels != out_channels:
            self.downsample = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False),
                nn.BatchNorm2d(out_channels),
            )

    def forward(self, x):
        out = nn.functional.leaky_relu(self.bn1(self.conv1(x)), 0.1)
        out = nn.functional.leaky_relu(self.bn2(self.conv2(out)), 0.1)
        shortcut = x if self.downsample is None else self.downsample(x)
        return out + shortcut
