"""The skip is cropped from its upper left corner.

The up-sampled map shows the middle of the tile, because convolutions without padding take pixels from all
four sides. The corner of the skip shows another place, shifted by 88 pixels at the first level of the paper's
network, and the decoder joins what does not belong together.

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
    return x[:, :, : size[0], : size[1]]


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
            x = convs(torch.cat([skip, x], dim=1))
        return self.head(x)
