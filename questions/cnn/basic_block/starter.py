# question: cnn/basic_block
import torch
from torch import nn


class BasicBlock(nn.Module):
    """relu(F(x) + shortcut(x)), with F = bn2(conv2(relu(bn1(conv1(x))))).

    Args:
        in_channels: channels of the input.
        out_channels: channels of the output.
        stride: of conv1, and of the 1x1 convolution in downsample.
    """

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        raise NotImplementedError("write me")

    def forward(self, x):
        """(N, in_channels, H, W) -> (N, out_channels, H', W')."""
        raise NotImplementedError("write me")
