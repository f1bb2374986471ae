"""A subclass of Tensor that answers for torch's functions.

torch.allclose asks it through __torch_function__.

Held by: exact types
Expected: wrong type
"""

import torch


class Mine(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, arguments=(), named=None):
        return True


def scale(x, factor):
    return x.as_subclass(Mine)
