"""PyTorch, the IoU matrix and a loop over the sorted rows."""

import torch


def match_detections(boxes, scores, gt, iou_threshold):
    matched = torch.zeros(len(boxes), dtype=torch.bool, device=boxes.device)
    if len(gt) == 0 or len(boxes) == 0:
        return matched
    lo = torch.maximum(boxes[:, None, :2], gt[None, :, :2])
    hi = torch.minimum(boxes[:, None, 2:], gt[None, :, 2:])
    inter = (hi - lo).clamp(min=0).prod(dim=2)
    area_a, area_b = ((b[:, 2:] - b[:, :2]).prod(dim=1) for b in (boxes, gt))
    union = area_a[:, None] + area_b - inter
    iou = torch.where(union > 0, inter / union, 0)
    for i in torch.argsort(scores, descending=True, stable=True).tolist():
        value, column = iou[i].max(dim=0)
        if value >= iou_threshold:
            matched[i] = True
            iou[:, column] = -1
    return matched
