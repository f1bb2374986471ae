"""The list of steps is a default argument.

`steps=[]` is evaluated once, so every further block appends to the list of the first, and all of them walk through all
steps. One block alone works. Make the list in `__init__`.

Caught by: test_two_at_once[the same settings], test_two_at_once[one with a projection]
Page: common-mistakes
"""

from torch import nn


class Bottleneck(nn.Module):
    def __init__(self, in_channels, width, stride=1, steps=[]):
        super().__init__()
        self.steps = steps
        table = [(in_channels, width, 1, 1), (width, width, 3, stride), (width, 4 * width, 1, 1)]
        for number, (inputs, outputs, size, step) in enumerate(table, start=1):
            conv = nn.Conv2d(inputs, outputs, size, step, padding=size // 2, bias=False)
            norm = nn.BatchNorm2d(outputs)
            self.add_module(f"conv{number}", conv)
            self.add_module(f"bn{number}", norm)
            self.steps.append((conv, norm))
        self.downsample = nn.Identity()
        if stride != 1 or in_channels != 4 * width:
            self.downsample = nn.Sequential(
                nn.Conv2d(in_channels, 4 * width, 1, stride, bias=False), nn.BatchNorm2d(4 * width)
            )

    def forward(self, x):
        branch = x
        for conv, norm in self.steps[:-1]:
            branch = norm(conv(branch)).relu()
        conv, norm = self.steps[-1]
        return (norm(conv(branch)) + self.downsample(x)).relu()
