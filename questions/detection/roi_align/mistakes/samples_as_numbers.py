"""Every sample is read as a Python number.

`.item()` gives a number without a history, and the tensor built from such numbers passes nothing back: the detector's
head learns, its backbone does not. Index the feature map and keep what comes as a tensor.

Caught by: test_gradient
Page: roi-align
"""

import torch


def bilinear(plane, y, x):
    height, width = plane.shape
    if not (-1 <= y <= height and -1 <= x <= width):
        return 0.0
    y, x = min(max(y, 0), height - 1), min(max(x, 0), width - 1)
    top, left = int(y), int(x)
    bottom, right = min(top + 1, height - 1), min(left + 1, width - 1)
    fy, fx = y - top, x - left
    upper = plane[top, left].item() * (1 - fx) + plane[top, right].item() * fx
    lower = plane[bottom, left].item() * (1 - fx) + plane[bottom, right].item() * fx
    return upper * (1 - fy) + lower * fy


def middles(start, end, bins, ratio):
    return [[start + (end - start) * (b + (s + 0.5) / ratio) / bins for s in range(ratio)] for b in range(bins)]


def roi_align(features, boxes, output_size, spatial_scale, sampling_ratio):
    (h, w), ratio = output_size, sampling_ratio
    out = torch.zeros(len(boxes), len(features), h, w, dtype=features.dtype)
    for r, box in enumerate(boxes):
        x1, y1, x2, y2 = (box * spatial_scale - 0.5).tolist()
        for c, plane in enumerate(features):
            for i, ys in enumerate(middles(y1, y2, h, ratio)):
                for j, xs in enumerate(middles(x1, x2, w, ratio)):
                    out[r, c, i, j] = sum(bilinear(plane, y, x) for y in ys for x in xs) / ratio**2
    return out
