"""A tensor without values.

On the meta device there is a shape and nothing else.

Held by: exact types
Expected: wrong type
"""


import torch


def scale(x, factor):
    return torch.empty(x.shape, dtype=x.dtype, device="meta")
