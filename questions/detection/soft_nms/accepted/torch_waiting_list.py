"""PyTorch: the same on tensors."""

import torch


def soft_nms(boxes, scores, sigma=0.5, score_threshold=0.001):
    left = scores.clone()
    area = (boxes[:, 2:] - boxes[:, :2]).prod(dim=1)
    waiting = torch.arange(len(boxes), device=boxes.device)
    keep, kept = [], []
    while len(waiting):
        top = left[waiting].max()
        best = waiting[left[waiting] == top][0]  # the lowest index of equals
        if top < score_threshold:
            break
        keep.append(best)
        kept.append(top)
        waiting = waiting[waiting != best]
        lo = torch.maximum(boxes[best, :2], boxes[waiting, :2])
        hi = torch.minimum(boxes[best, 2:], boxes[waiting, 2:])
        inter = (hi - lo).clamp(min=0).prod(dim=1)
        union = area[best] + area[waiting] - inter
        iou = torch.where(union > 0, inter / union, torch.zeros_like(union))
        left[waiting] = left[waiting] * torch.exp(-(iou**2) / sigma)
    if not keep:
        return waiting[:0], left[:0]
    return torch.stack(keep), torch.stack(kept)
