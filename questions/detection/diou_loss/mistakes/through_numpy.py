"""The values leave the graph on their way.

`.detach().numpy()` (like `.item()`, `.tolist()`, `float()`) makes plain numbers, and the tensor built from them
at the end has no history. The loss looks right and `backward` has nothing to differentiate. Stay with tensor
operations from `pred` to the result.

Caught by: test_gradient[float64]
Page: common-mistakes
"""

import numpy as np
import torch


def diou_loss(pred, target):
    p, t = pred.detach().numpy(), target.detach().numpy()
    inter = np.clip(np.minimum(p[:, 2:], t[:, 2:]) - np.maximum(p[:, :2], t[:, :2]), 0, None).prod(axis=1)
    union = (p[:, 2:] - p[:, :2]).prod(axis=1) + (t[:, 2:] - t[:, :2]).prod(axis=1) - inter
    outer = np.maximum(p[:, 2:], t[:, 2:]) - np.minimum(p[:, :2], t[:, :2])
    offset = (p[:, :2] + p[:, 2:] - t[:, :2] - t[:, 2:]) / 2
    distance2, diagonal2 = (offset**2).sum(axis=1), (outer**2).sum(axis=1)
    iou = np.divide(inter, union, out=np.zeros_like(union), where=union > 0)
    penalty = np.divide(distance2, diagonal2, out=np.zeros_like(diagonal2), where=diagonal2 > 0)
    return torch.from_numpy(1 - iou + penalty)
