"""The values leave the graph on their way.

`.tolist()` (like `.item()`, `.numpy()`, `float()`) makes plain numbers, and the tensor built from them at the
end has no history. The loss looks right and `backward` has nothing to differentiate. Stay with tensor
operations from `pred` to the result.

Caught by: test_gradient[float64]
Page: common-mistakes
"""

import torch


def giou_loss(pred, target):
    losses = []
    for (px1, py1, px2, py2), (tx1, ty1, tx2, ty2) in zip(pred.tolist(), target.tolist()):
        inter = max(min(px2, tx2) - max(px1, tx1), 0) * max(min(py2, ty2) - max(py1, ty1), 0)
        union = (px2 - px1) * (py2 - py1) + (tx2 - tx1) * (ty2 - ty1) - inter
        hull = (max(px2, tx2) - min(px1, tx1)) * (max(py2, ty2) - min(py1, ty1))
        iou = inter / union if union > 0 else 0
        penalty = (hull - union) / hull if hull > 0 else 0
        losses.append(1 - iou + penalty)
    return torch.tensor(losses, dtype=pred.dtype)
