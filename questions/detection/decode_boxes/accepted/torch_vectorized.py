"""PyTorch: clamp from above only."""

import math

import torch


def decode_boxes(deltas, anchors):
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    center = anchors[:, :2] + (0.5 + deltas[:, :2]) * anchor_size
    half = deltas[:, 2:].clamp(max=math.log(1000 / 16)).exp() * anchor_size / 2
    return torch.cat([center - half, center + half], dim=1)
