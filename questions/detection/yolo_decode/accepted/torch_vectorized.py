"""PyTorch, as in a detection head."""

import torch


def yolo_decode(raw, anchors, stride):
    n, channels, height, width = raw.shape
    a = len(anchors)
    cells = raw.reshape(n, a, channels // a, height, width).permute(0, 1, 3, 4, 2)
    y, x = torch.meshgrid(
        torch.arange(height, device=raw.device), torch.arange(width, device=raw.device), indexing="ij"
    )
    corner = torch.stack([x, y], dim=-1).to(raw.dtype)
    center = (cells[..., :2].sigmoid() + corner) * stride
    size = cells[..., 2:4].exp() * anchors.to(raw.dtype)[:, None, None]
    out = torch.cat([center, size, cells[..., 4:].sigmoid()], dim=-1)
    return out.reshape(n, a * height * width, channels // a)
