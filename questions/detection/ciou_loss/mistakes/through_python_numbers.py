"""The values leave the graph on their way.

`math.atan` takes and gives plain numbers, so the aspect ratio arrives without a history, and the tensor built
at the end has none at all. The loss looks right and `backward` has nothing to differentiate. Use `torch.atan`,
and tensors from `pred` to the result.

Caught by: test_gradient[float64]
Page: common-mistakes
"""

import math

import torch


def ciou_loss(pred, target):
    losses = []
    for (px1, py1, px2, py2), (tx1, ty1, tx2, ty2) in zip(pred.tolist(), target.tolist()):
        inter = max(min(px2, tx2) - max(px1, tx1), 0) * max(min(py2, ty2) - max(py1, ty1), 0)
        wp, hp, wt, ht = px2 - px1, py2 - py1, tx2 - tx1, ty2 - ty1
        union = wp * hp + wt * ht - inter
        iou = inter / union if union > 0 else 0
        distance2 = ((px1 + px2 - tx1 - tx2) ** 2 + (py1 + py2 - ty1 - ty2) ** 2) / 4
        diagonal2 = (max(px2, tx2) - min(px1, tx1)) ** 2 + (max(py2, ty2) - min(py1, ty1)) ** 2
        v = 4 / math.pi**2 * (math.atan(wt / ht) - math.atan(wp / hp)) ** 2
        alpha = v / (1 - iou + v) if v > 0 else 0
        losses.append(1 - iou + distance2 / diagonal2 + alpha * v)
    return torch.tensor(losses, dtype=pred.dtype)
