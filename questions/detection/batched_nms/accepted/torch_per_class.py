"""PyTorch, one NMS a class, merged by one stable sort."""

import torch


def pairwise_iou(boxes):
    wh = torch.minimum(boxes[:, None, 2:], boxes[:, 2:]) - torch.maximum(boxes[:, None, :2], boxes[:, :2])
    inter = wh.clamp(min=0).prod(dim=-1)
    area = (boxes[:, 2:] - boxes[:, :2]).prod(dim=-1)
    union = area[:, None] + area - inter
    return inter / torch.where(union > 0, union, torch.ones_like(union))


def batched_nms(boxes, scores, classes, iou_threshold):
    kept = torch.zeros_like(scores, dtype=torch.bool)
    for name in classes.unique():
        members = torch.nonzero(classes == name).squeeze(1)
        members = members[scores[members].argsort(descending=True, stable=True)]
        iou = pairwise_iou(boxes[members])
        for i, index in enumerate(members):
            kept[index] = not (iou[i, :i][kept[members[:i]]] > iou_threshold).any()
    indices = torch.nonzero(kept).squeeze(1)
    return indices[scores[indices].argsort(descending=True, stable=True)]
