"""A dataclass that keeps everything and computes its attributes, with NumPy's kind of bool."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Counter:
    limit: int
    steps: list = field(default_factory=list)

    def __post_init__(self):
        if self.limit < 0:
            raise ValueError(self.limit)

    @property
    def total(self):
        return sum(self.steps)

    @property
    def last(self):
        return self.steps[-1] if self.steps else None

    def add(self, n):
        self.steps.append(n)
        return np.greater(self.total, self.limit)
