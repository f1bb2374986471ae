"""Feature i is paired with feature i + D/2.

That is "rotate half", the layout of GPT-NeoX and of Llama in Hugging Face. Here, as in the paper, neighbors are a
pair. Each works; weights trained with one are nonsense with the other.

Caught by: test_hand_cases[base 16: the second pair at 1/4]
Page: rope
"""

import numpy as np


def rope(x, positions, base=10000.0):
    d = x.shape[-1]
    angles = positions[:, None] * base ** (-np.arange(0, d, 2) / d)
    cos, sin = np.cos(angles), np.sin(angles)
    out = np.array(x)
    a, b = x[..., : d // 2], x[..., d // 2 :]
    out[..., : d // 2] = a * cos - b * sin
    out[..., d // 2 :] = a * sin + b * cos
    return out
