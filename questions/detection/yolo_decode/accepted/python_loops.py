"""Plain Python, anchor by anchor, row by row, column by column."""

import math

import numpy as np


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def yolo_decode(raw, anchors, stride):
    n, channels, height, width = raw.shape
    k = channels // len(anchors)
    images, sizes = raw.tolist(), anchors.tolist()
    result = np.zeros((n, len(sizes) * height * width, k), dtype=raw.dtype)
    for i, image in enumerate(images):
        boxes = []
        for a, (anchor_width, anchor_height) in enumerate(sizes):
            maps = image[a * k : (a + 1) * k]
            for row in range(height):
                for column in range(width):
                    tx, ty, tw, th, *rest = [each[row][column] for each in maps]
                    box = [
                        (sigmoid(tx) + column) * stride,
                        (sigmoid(ty) + row) * stride,
                        anchor_width * math.exp(tw),
                        anchor_height * math.exp(th),
                    ]
                    boxes.append(box + [sigmoid(z) for z in rest])
        result[i] = boxes
    return result
