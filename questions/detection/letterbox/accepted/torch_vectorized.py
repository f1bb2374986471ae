"""PyTorch, on the device of the boxes."""

import torch


def letterbox(boxes, shape, size):
    scale = min(whole / part for whole, part in zip(size, shape))
    top, left = [(whole - round(part * scale)) // 2 for whole, part in zip(size, shape)]
    corner = torch.tensor([left, top], dtype=boxes.dtype, device=boxes.device)
    return boxes * scale + corner.repeat(2), scale, (left, top)
