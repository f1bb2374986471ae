"""PyTorch as a GPU does it: all pairs at once into a mask, then one walk over the mask."""

import torch


def nms(boxes, scores, iou_threshold):
    order = torch.argsort(scores, descending=True, stable=True)
    lt, rb = boxes[order].split(2, dim=1)
    area = (rb - lt).prod(dim=1)
    wh = (torch.minimum(rb[:, None], rb) - torch.maximum(lt[:, None], lt)).clamp_min(0)
    inter = wh[..., 0] * wh[..., 1]
    iou = torch.nan_to_num(inter / (area[:, None] + area - inter), nan=0.0)
    mask = (iou > iou_threshold).triu(diagonal=1)
    removed = torch.zeros_like(order, dtype=torch.bool)
    for row in range(len(order)):
        removed |= mask[row] & ~removed[row]
    return order[~removed]
