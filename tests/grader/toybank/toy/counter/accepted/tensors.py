"""PyTorch scalars."""

import torch


class Counter:
    def __init__(self, limit):
        if limit < 0:
            raise ValueError
        self.limit = limit
        self.total = 0
        self.last = None

    def add(self, n):
        self.total = self.total + n
        self.last = n
        return torch.tensor(self.total) > self.limit
