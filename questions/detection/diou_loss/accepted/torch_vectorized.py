"""PyTorch, all rows at once, squares only."""

import torch


def diou_loss(pred, target):
    inner = torch.minimum(pred[:, 2:], target[:, 2:]) - torch.maximum(pred[:, :2], target[:, :2])
    outer = torch.maximum(pred[:, 2:], target[:, 2:]) - torch.minimum(pred[:, :2], target[:, :2])
    inter = inner.clamp(min=0).prod(dim=1)
    union = (pred[:, 2:] - pred[:, :2]).prod(dim=1) + (target[:, 2:] - target[:, :2]).prod(dim=1) - inter
    distance2 = ((pred[:, :2] + pred[:, 2:] - target[:, :2] - target[:, 2:]) / 2).square().sum(dim=1)
    diagonal2 = outer.square().sum(dim=1)
    return 1 - inter / torch.where(union > 0, union, 1) + distance2 / torch.where(diagonal2 > 0, diagonal2, 1)
