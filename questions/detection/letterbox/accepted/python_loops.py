"""Plain Python, box by box."""

import numpy as np


def letterbox(boxes, shape, size):
    scale = min(size[0] / shape[0], size[1] / shape[1])
    top = (size[0] - round(shape[0] * scale)) // 2
    left = (size[1] - round(shape[1] * scale)) // 2
    result = np.zeros_like(boxes)
    for i, (x1, y1, x2, y2) in enumerate(boxes.tolist()):
        result[i] = [x1 * scale + left, y1 * scale + top, x2 * scale + left, y2 * scale + top]
    return result, scale, (left, top)
