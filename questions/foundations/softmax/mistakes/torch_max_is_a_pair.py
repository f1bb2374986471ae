"""`torch.max` along a dimension gives a pair.

`x.max(dim=...)` returns the values and their indices, as `np.max` does not, and subtracting a pair raises a
TypeError. Take `x.amax(dim=axis, keepdim=True)`, or `.values` of the pair.

Caught by: test_shape
Page: common-mistakes
"""

import torch


def softmax(x, axis=-1):
    e = torch.exp(x - torch.max(x, dim=axis, keepdim=True))
    return e / e.sum(dim=axis, keepdim=True)
