"""The list of widths is a default argument.

`widths=[]` is evaluated once, so a second network appends its levels to those of the first and gets too many. One network alone
works. Make the list in `__init__`.

Caught by: test_two_at_once[the same settings], test_two_at_once[another depth and padding]
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
    def __init__(self, in_channels, classes, width=64, depth=4, padding=0, widths=[]):
        super().__init__()
        for level in range(depth):
            widths.append(width * 2**level)
        channels = [in_channels, *widths]
        self.encoder = nn.ModuleList(pair(a, b, padding) for a, b in zip(channels, widths))
        self.bottom = pair(widths[-1], 2 * widths[-1], padding)
        deepest_first = list(reversed(widths))
        self.up = nn.ModuleList(nn.ConvTranspose2d(2 * w, w, 2, stride=2) for w in deepest_first)
        self.decoder = nn.ModuleList(pair(2 * w, w, padding) for w in deepest_first)
        self.pool = nn.MaxPool2d(2)
        self.head = nn.Conv2d(width, classes, 1)

    def forward(self, x):
        skips = []
        for convs in self.encoder:
            skips.append(convs(x))
            x = self.pool(skips[-1])
        x = self.bottom(x)
        for up, convs in zip(self.up, self.decoder):
            x = up(x)
            skip = crop(skips.pop(), x.shape[2:])
            x = convs(torch.cat([skip, x], dim=1))
        return self.head(x)
