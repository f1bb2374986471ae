"""The pixels leave the graph as Python numbers.

`.tolist()` gives numbers without a history, and the tensor built from them at the end starts a new graph. Nothing before
the resize learns; in a decoder, that is the whole encoder. Only the *places* are numbers; the pixels stay a tensor.

Caught by: test_gradient[False], test_gradient[True]
Page: mistakes-bilinear
"""

import torch


def places(old, new, align_corners):
    found = []
    for i in range(new):
        at = i * (old - 1) / max(new - 1, 1) if align_corners else (i + 0.5) * old / new - 0.5
        at = min(max(at, 0), old - 1)
        low = int(at)
        found.append((low, min(low + 1, old - 1), at - low))
    return found


def plane(rows, size, align_corners):
    columns = places(len(rows[0]), size[1], align_corners)
    wide = [[row[a] * (1 - t) + row[b] * t for a, b, t in columns] for row in rows]
    return [
        [x * (1 - t) + y * t for x, y in zip(wide[a], wide[b])] for a, b, t in places(len(rows), size[0], align_corners)
    ]


def bilinear_resize(x, size, align_corners=False):
    images = [[plane(rows, size, align_corners) for rows in image] for image in x.tolist()]
    return torch.tensor(images, dtype=x.dtype).reshape(*x.shape[:2], *size)
