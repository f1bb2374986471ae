"""PyTorch: the same on tensors."""

import torch


def encode_boxes(boxes, anchors):
    size, anchor_size = boxes[:, 2:] - boxes[:, :2], anchors[:, 2:] - anchors[:, :2]
    offset = boxes[:, :2] + size / 2 - anchors[:, :2] - anchor_size / 2
    return torch.cat([offset / anchor_size, torch.log(size / anchor_size)], dim=1)
