"""PyTorch, the classic loop on the device of the boxes, with a stable sort."""

import torch


def nms(boxes, scores, iou_threshold):
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    order = torch.sort(scores, descending=True, stable=True).indices
    keep = []
    while order.numel() > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        lo = torch.maximum(boxes[best, :2], boxes[rest, :2])
        hi = torch.minimum(boxes[best, 2:], boxes[rest, 2:])
        inter = (hi - lo).clamp(min=0).prod(dim=1)
        union = area[best] + area[rest] - inter
        iou = torch.where(union > 0, inter / union, torch.zeros_like(union))
        order = rest[iou <= iou_threshold]
    if not keep:
        return torch.zeros(0, dtype=torch.long, device=boxes.device)
    return torch.stack(keep)
