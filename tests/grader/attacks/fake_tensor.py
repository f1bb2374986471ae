"""A tensor of FakeTensorMode.

It has a shape, a dtype and a device, and no values.

Held by: exact types
Expected: wrong type
"""

import torch
from torch._subclasses.fake_tensor import FakeTensorMode


def scale(x, factor):
    with FakeTensorMode():
        return torch.ones(3, dtype=torch.float64)
