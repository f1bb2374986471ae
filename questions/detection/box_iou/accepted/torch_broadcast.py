"""PyTorch, clamp and a masked division."""

import torch


def box_iou(a, b):
    lo = torch.maximum(a[:, None, :2], b[:, :2])
    hi = torch.minimum(a[:, None, 2:], b[:, 2:])
    inter = (hi - lo).clamp(min=0).prod(-1)
    area_a = (a[:, 2:] - a[:, :2]).prod(-1)
    area_b = (b[:, 2:] - b[:, :2]).prod(-1)
    union = area_a[:, None] + area_b - inter
    return torch.where(union > 0, inter / union, torch.zeros_like(union))
