"""A complex tensor with its conjugate bit set.

The bit is a flag, not a value.

Held by: exact types
Expected: wrong type
"""

import torch


def scale(x, factor):
    return torch.complex(x, x).conj()
