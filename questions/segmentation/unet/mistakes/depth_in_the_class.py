"""The depth is an attribute of the class.

`UNet.depth = depth` holds for every network, also for those made before: they walk down as many levels as the last one has.
One network alone works. Write `self.depth`, or loop over the layers.

Caught by: test_two_at_once[another depth and padding]
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
        UNet.depth = depth
        channels = [in_channels] + [width * 2**level for level in range(depth + 1)]
        pairs = [pair(a, b, padding) for a, b in zip(channels, channels[1:])]
        self.encoder, self.bottom = nn.ModuleList(pairs[:-1]), pairs[-1]
        deepest_first = channels[-2:0:-1]
        self.up = nn.ModuleList(nn.ConvTranspose2d(2 * w, w, 2, stride=2) for w in deepest_first)
        self.decoder = nn.ModuleList(pair(2 * w, w, padding) for w in deepest_first)
        self.pool = nn.MaxPool2d(2)
        self.head = nn.Conv2d(width, classes, 1)

    def forward(self, x):
        skips = []
        for level in range(UNet.depth):
            skips.append(self.encoder[level](x))
            x = self.pool(skips[-1])
        x = self.bottom(x)
        for level in range(UNet.depth):
            x = self.up[level](x)
            skip = crop(skips.pop(), x.shape[2:])
            x = self.decoder[level](torch.cat([skip, x], dim=1))
        return self.head(x)
