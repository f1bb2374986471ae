"""PyTorch with h / w in both angles (the same v), atan2 (so a width may be 0), and alpha detached."""

import math

import torch


def ciou_loss(pred, target):
    px1, py1, px2, py2 = pred.unbind(dim=1)
    tx1, ty1, tx2, ty2 = target.unbind(dim=1)
    w = (torch.minimum(px2, tx2) - torch.maximum(px1, tx1)).clamp(min=0)
    h = (torch.minimum(py2, ty2) - torch.maximum(py1, ty1)).clamp(min=0)
    union = (px2 - px1) * (py2 - py1) + (tx2 - tx1) * (ty2 - ty1) - w * h
    loss = 1 - w * h / union.masked_fill(union == 0, 1)
    hull_w = torch.maximum(px2, tx2) - torch.minimum(px1, tx1)
    hull_h = torch.maximum(py2, ty2) - torch.minimum(py1, ty1)
    offset_x, offset_y = (px1 + px2 - tx1 - tx2) / 2, (py1 + py2 - ty1 - ty2) / 2
    turn = torch.atan2(py2 - py1, px2 - px1) - torch.atan2(ty2 - ty1, tx2 - tx1)
    v = (2 / math.pi * turn) ** 2
    alpha = (v / (loss + v).masked_fill(v == 0, 1)).detach()
    return loss + (offset_x**2 + offset_y**2) / (hull_w**2 + hull_h**2) + alpha * v
