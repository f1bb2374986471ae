"""PyTorch, index_select of both neighbors and lerp between them, axis by axis."""

import torch


def along(x, axis, size, align_corners):
    old = x.shape[axis]
    i = torch.arange(size, dtype=x.dtype, device=x.device)
    if align_corners:
        at = i * ((old - 1) / max(size - 1, 1))
    else:
        at = ((i + 0.5) * (old / size) - 0.5).clamp(0, old - 1)
    low = at.floor().long().clamp(max=old - 1)
    t = (at - low).reshape(-1, *[1] * (x.ndim - axis - 1))
    return torch.lerp(x.index_select(axis, low), x.index_select(axis, (low + 1).clamp(max=old - 1)), t)


def bilinear_resize(x, size, align_corners=False):
    return along(along(x, 2, size[0], align_corners), 3, size[1], align_corners)
