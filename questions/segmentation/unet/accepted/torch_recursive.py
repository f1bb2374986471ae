"""PyTorch, one level at a time: each calls the next one between its pooling and its up-convolution."""

import torch
from torch.nn import Conv2d, ConvTranspose2d, Module, ModuleList, ReLU, Sequential
from torch.nn.functional import max_pool2d


class Pair(Sequential):
    def __init__(self, inputs, outputs, padding):
        layers = []
        for channels in (inputs, outputs):
            layers += [Conv2d(channels, outputs, 3, padding=padding), ReLU(inplace=True)]
        super().__init__(*layers)


class UNet(Module):
    def __init__(self, in_channels, classes, width=64, depth=4, padding=0):
        super().__init__()
        c = [width << level for level in range(depth + 1)]
        self.encoder = ModuleList([Pair(c[i - 1] if i else in_channels, c[i], padding) for i in range(depth)])
        self.bottom = Pair(c[depth - 1] if depth else in_channels, c[depth], padding)
        self.up = ModuleList([ConvTranspose2d(c[i + 1], c[i], 2, 2) for i in range(depth - 1, -1, -1)])
        self.decoder = ModuleList([Pair(c[i + 1], c[i], padding) for i in range(depth - 1, -1, -1)])
        self.head = Conv2d(width, classes, 1)

    def level(self, x, i):
        if i == len(self.encoder):
            return self.bottom(x)
        skip = self.encoder[i](x)
        below = self.up[-1 - i](self.level(max_pool2d(skip, 2), i + 1))
        for axis in (2, 3):
            size = below.shape[axis]
            skip = skip.narrow(axis, (skip.shape[axis] - size) // 2, size)
        return self.decoder[-1 - i](torch.cat((skip, below), 1))

    def forward(self, x):
        return self.head(self.level(x, 0))
