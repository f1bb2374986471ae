"""PyTorch, all pairs at once: the same class and too much overlap; then a walk over the rows."""

import torch


def batched_nms(boxes, scores, classes, iou_threshold):
    order = scores.sort(descending=True, stable=True).indices
    ranked, names = boxes[order], classes[order]
    lo = torch.maximum(ranked[:, None, :2], ranked[:, :2])
    hi = torch.minimum(ranked[:, None, 2:], ranked[:, 2:])
    inter = (hi - lo).clamp(min=0).prod(dim=-1)
    area = (ranked[:, 2:] - ranked[:, :2]).prod(dim=-1)
    too_much = inter > iou_threshold * (area[:, None] + area - inter)
    suppresses = too_much & (names[:, None] == names)
    kept = torch.ones_like(names, dtype=torch.bool)
    for i in range(len(order)):
        if kept[i]:
            kept[i + 1 :] &= ~suppresses[i, i + 1 :]
    return order[kept]
