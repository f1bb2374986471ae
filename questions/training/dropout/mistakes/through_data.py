"""`x.data` is outside of the graph.

`.data` gives the values without their history, so the survivors have the right values and pass no gradient on. Copy
with `clone()`, or better multiply by the mask.

Caught by: test_gradient[True]
Page: common-mistakes
"""

import torch


def dropout(x, u, p, training=True):
    if not training:
        return x
    if p == 1:
        return torch.zeros_like(x)
    out = x.data.clone()
    out[u < p] = 0
    return out / (1 - p)
