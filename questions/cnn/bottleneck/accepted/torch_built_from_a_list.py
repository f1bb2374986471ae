"""PyTorch, built from a table of channels and kernels; without a `downsample` where none is needed."""

from torch import nn


class Bottleneck(nn.Module):
    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        table = [(in_channels, width, 1, 1), (width, width, 3, stride), (width, 4 * width, 1, 1)]
        for number, (inputs, outputs, size, step) in enumerate(table, start=1):
            conv = nn.Conv2d(inputs, outputs, size, step, padding=size // 2, bias=False)
            self.add_module(f"conv{number}", conv)
            self.add_module(f"bn{number}", nn.BatchNorm2d(outputs))
        if (in_channels, stride) != (4 * width, 1):
            conv = nn.Conv2d(in_channels, 4 * width, 1, stride, bias=False)
            self.downsample = nn.Sequential(conv, nn.BatchNorm2d(4 * width))

    def forward(self, x):
        branch = x
        for number in (1, 2, 3):
            branch = self.get_submodule(f"bn{number}")(self.get_submodule(f"conv{number}")(branch))
            if number < 3:
                branch = branch.clamp(min=0)
        shortcut = self.downsample(x) if hasattr(self, "downsample") else x
        return (shortcut + branch).clamp(min=0)
