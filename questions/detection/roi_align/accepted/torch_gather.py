"""PyTorch: four reads with their weights."""

import torch


def axis(start, end, bins, ratio, cells):
    step = (torch.arange(bins * ratio, device=start.device, dtype=start.dtype) + 0.5) / (bins * ratio)
    index = start + (end - start) * step
    inside = ((index >= -1) & (index <= cells)).to(start.dtype)
    index = index.clamp(0, cells - 1)
    low = index.floor().long()
    return low, (low + 1).clamp(max=cells - 1), index - low, inside


def roi_align(features, boxes, output_size, spatial_scale, sampling_ratio):
    channels, height, width = features.shape
    (h, w), s = output_size, sampling_ratio
    out = []
    for x1, y1, x2, y2 in boxes * spatial_scale - 0.5:
        y0, y1_, fy, iny = axis(y1, y2, h, s, height)
        x0, x1_, fx, inx = axis(x1, x2, w, s, width)
        rows = features[:, y0] * (1 - fy)[:, None] + features[:, y1_] * fy[:, None]
        both = rows[:, :, x0] * (1 - fx) + rows[:, :, x1_] * fx
        both = both * iny[:, None] * inx
        out.append(both.reshape(channels, h, s, w, s).mean(dim=(2, 4)))
    return torch.stack(out) if out else features.new_zeros(0, channels, h, w)
