"""PyTorch with the norm of the offset squared: torch.linalg.vector_norm has the slope 0 at 0, unlike sqrt."""

import torch


def diou_loss(pred, target):
    px1, py1, px2, py2 = pred.unbind(dim=1)
    tx1, ty1, tx2, ty2 = target.unbind(dim=1)
    w = torch.relu(torch.minimum(px2, tx2) - torch.maximum(px1, tx1))
    h = torch.relu(torch.minimum(py2, ty2) - torch.maximum(py1, ty1))
    union = (px2 - px1) * (py2 - py1) + (tx2 - tx1) * (ty2 - ty1) - w * h
    hull_w = torch.maximum(px2, tx2) - torch.minimum(px1, tx1)
    hull_h = torch.maximum(py2, ty2) - torch.minimum(py1, ty1)
    diagonal2 = hull_w**2 + hull_h**2
    offset = torch.stack([px1 + px2 - tx1 - tx2, py1 + py2 - ty1 - ty2], dim=1) / 2
    distance = torch.linalg.vector_norm(offset, dim=1)
    iou = w * h / union.masked_fill(union == 0, 1)
    return 1 - iou + distance**2 / diagonal2.masked_fill(diagonal2 == 0, 1)
