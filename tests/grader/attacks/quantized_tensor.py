"""A quantized tensor.

Its values are bytes with a scale of their own.

Held by: exact types
Expected: raised
"""

import torch


def scale(x, factor):
    return torch.quantize_per_tensor(x.float(), 0.1, 0, torch.quint8)
