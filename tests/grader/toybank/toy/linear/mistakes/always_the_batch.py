"""Evaluation subtracts the mean of the batch.

A result must not depend on its neighbors in the batch once training is over.

Caught by: test_evaluation[float32]
"""

import torch


class Centered(torch.nn.Linear):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.register_buffer("mean", torch.zeros(inputs))

    def forward(self, x):
        mean = x.mean(0)
        if self.training:
            self.mean = (self.mean + mean.detach()) / 2
        return super().forward(x - mean)
