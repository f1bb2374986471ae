"""PyTorch: let Tensor.unfold cut the axis into windows and count them."""

import torch


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    axis = torch.zeros(size + 2 * padding)
    extent = dilation * (kernel - 1) + 1
    if extent > len(axis):
        raise ValueError("the kernel is larger than the padded axis")
    return axis.unfold(0, extent, stride).shape[0]
