"""PyTorch, all rows at once, alpha under no_grad."""

import math

import torch


def ciou_loss(pred, target):
    inner = torch.minimum(pred[:, 2:], target[:, 2:]) - torch.maximum(pred[:, :2], target[:, :2])
    outer = torch.maximum(pred[:, 2:], target[:, 2:]) - torch.minimum(pred[:, :2], target[:, :2])
    inter = inner.clamp(min=0).prod(dim=1)
    size_p, size_t = pred[:, 2:] - pred[:, :2], target[:, 2:] - target[:, :2]
    union = size_p.prod(dim=1) + size_t.prod(dim=1) - inter
    iou = inter / torch.where(union > 0, union, 1)
    distance2 = ((pred[:, :2] + pred[:, 2:] - target[:, :2] - target[:, 2:]) / 2).square().sum(dim=1)
    diagonal2 = outer.square().sum(dim=1)
    angle_p, angle_t = torch.atan(size_p[:, 0] / size_p[:, 1]), torch.atan(size_t[:, 0] / size_t[:, 1])
    v = 4 / math.pi**2 * (angle_t - angle_p) ** 2
    with torch.no_grad():
        alpha = torch.where(v > 0, v / (1 - iou + v), 0)
    return 1 - iou + distance2 / diagonal2 + alpha * v
