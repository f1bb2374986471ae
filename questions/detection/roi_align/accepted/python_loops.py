"""Plain Python: one sample at a time."""

import numpy as np


def value(plane, y, x):
    height, width = len(plane), len(plane[0])
    if y < -1 or y > height or x < -1 or x > width:
        return 0.0
    y, x = min(max(y, 0), height - 1), min(max(x, 0), width - 1)
    top, left = int(y), int(x)
    bottom, right = min(top + 1, height - 1), min(left + 1, width - 1)
    fy, fx = y - top, x - left
    above = plane[top][left] * (1 - fx) + plane[top][right] * fx
    below = plane[bottom][left] * (1 - fx) + plane[bottom][right] * fx
    return above * (1 - fy) + below * fy


def roi_align(features, boxes, output_size, spatial_scale, sampling_ratio):
    (h, w), s = output_size, sampling_ratio
    if len(boxes) == 0:
        return np.zeros((0, len(features), h, w))
    planes, out = features.tolist(), []
    for box in boxes.tolist():
        x1, y1, x2, y2 = (corner * spatial_scale - 0.5 for corner in box)
        ys = [y1 + (y2 - y1) * (n + 0.5) / (h * s) for n in range(h * s)]
        xs = [x1 + (x2 - x1) * (n + 0.5) / (w * s) for n in range(w * s)]
        region = []
        for plane in planes:
            rows = []
            for r in range(h):
                row = []
                for c in range(w):
                    total = 0.0
                    for y in ys[r * s : (r + 1) * s]:
                        for x in xs[c * s : (c + 1) * s]:
                            total += value(plane, y, x)
                    row.append(total / (s * s))
                rows.append(row)
            region.append(rows)
        out.append(region)
    return out
