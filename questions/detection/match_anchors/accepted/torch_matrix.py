"""PyTorch: the same on tensors."""

import torch


def match_anchors(anchors, gt, low=0.3, high=0.7):
    background = torch.full((len(anchors),), -1, dtype=torch.long, device=anchors.device)
    if not len(gt) or not len(anchors):
        return background
    lo = torch.maximum(anchors[:, None, :2], gt[None, :, :2])
    hi = torch.minimum(anchors[:, None, 2:], gt[None, :, 2:])
    inter = (hi - lo).clamp(min=0).prod(dim=2)
    area = [(each[:, 2:] - each[:, :2]).prod(dim=1) for each in (anchors, gt)]
    union = area[0][:, None] + area[1] - inter
    iou = torch.where(union > 0, inter / union.where(union > 0, torch.ones_like(union)), 0)
    best = iou.amax(dim=1)
    own = (iou == best[:, None]).to(torch.int8).argmax(dim=1)
    matched = torch.where(best >= high, own, torch.where(best < low, background, background - 1))
    forced = ((iou == iou.amax(dim=0)) & (iou > 0)).any(dim=1)
    return torch.where(forced, own, matched)
