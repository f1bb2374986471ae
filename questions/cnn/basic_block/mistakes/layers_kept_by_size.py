"""Blocks of the same size share their layers.

The layers are kept in a dictionary of the module, and a second block of the same size gets the very same ones: loading its
weights overwrites those of the first, and both move one set of running statistics. A layer holds weights; make a new one
for every block.

Caught by: test_two_at_once[the same settings]
Page: common-mistakes
"""

from torch import nn

made = {}


def layers(inputs, outputs, size, stride, place):
    key = (inputs, outputs, size, stride, place)
    if key not in made:
        conv = nn.Conv2d(inputs, outputs, size, stride, padding=size // 2, bias=False)
        made[key] = conv, nn.BatchNorm2d(outputs)
    return made[key]


class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1, self.bn1 = layers(in_channels, out_channels, 3, stride, "first")
        self.conv2, self.bn2 = layers(out_channels, out_channels, 3, 1, "second")
        self.downsample = nn.Identity()
        if stride != 1 or in_channels != out_channels:
            self.downsample = nn.Sequential(*layers(in_channels, out_channels, 1, stride, "shortcut"))

    def forward(self, x):
        out = self.bn1(self.conv1(x)).relu()
        return (self.bn2(self.conv2(out)) + self.downsample(x)).relu()
