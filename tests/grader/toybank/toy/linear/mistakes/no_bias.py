"""The layer has no bias.

Centered inputs do not make the outputs centered.

Caught by: test_weights
"""

import torch


class Centered(torch.nn.Linear):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs, bias=False)
        self.register_buffer("mean", torch.zeros(inputs))

    def forward(self, x):
        mean = x.mean(0) if self.training else self.mean
        if self.training:
            self.mean = (self.mean + mean.detach()) / 2
        return super().forward(x - mean)
