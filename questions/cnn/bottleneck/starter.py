# question: cnn/bottleneck
import torch
from torch import nn


class Bottleneck(nn.Module):
    """relu(F(x) + shortcut(x)): 1x1 down to width, 3x3 with the stride, 1x1 up to 4 * width.

    Args:
        in_channels: channels of the input.
        width: channels in the middle; 4 * width come out.
        stride: of conv2, and of the 1x1 convolution in downsample.
    """

    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        raise NotImplementedError("write me")

    def forward(self, x):
        """(N, in_channels, H, W) -> (N, 4 * width, H', W')."""
        raise NotImplementedError("write me")
