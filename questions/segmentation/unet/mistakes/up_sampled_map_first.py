"""The up-sampled map stands before the skip.

Both orders train equally well, but the weights of one are useless in the other: the first convolution of each
decoder pair has its input channels in the order of the concatenation. Here the skip comes first.

Caught by: test_values[depth 1: one skip]
Page: mistakes-unet
"""

import torch
from torch import nn


def pair(inputs, outputs, padding):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=padding),
        nn.ReLU(),
        nn.Conv2d(outputs, outputs, 3, padding=padding),
        nn.ReLU(),
    )


def crop(x, size):
    top, left = (x.shape[2] - size[0]) // 2, (x.shape[3] - size[1]) // 2
    return x[:, :, top : top + size[0], left : left + size[1]]


class UNet(nn.Module):
    def __init__(self, in_channels, classes, width=64, depth=4, padding=0):
        super().__init__()
        widths = [width * 2**level for level in range(depth)]
        self.encoder = nn.ModuleList()
        channels = in_channels
        for outputs in widths:
            self.encoder.append(pair(channels, outputs, padding))
            channels = outputs
        self.bottom = pair(channels, width * 2**depth, padding)
        self.up, self.decoder = nn.ModuleList(), nn.ModuleList()
        for outputs in reversed(widths):
            self.up.append(nn.ConvTranspose2d(2 * outputs, outputs, 2, stride=2))
            self.decoder.append(pair(2 * outputs, outputs, padding))
        self.pool = nn.MaxPool2d(2)
        self.head = nn.Conv2d(width, classes, 1)

    def forward(self, x):
        skips = []
        for convs in self.encoder:
            x = convs(x)
            skips.append(x)
            x = self.pool(x)
        x = self.bottom(x)
        for up, convs in zip(self.up, self.decoder):
            x = up(x)
            skip = crop(skips.pop(), x.shape[2:])
            x = convs(torch.cat([x, skip], dim=1))
        return self.head(x)
