"""Plain Python: every patch is a list of numbers."""

import numpy as np


def patch_embed(x, weight, bias, patch):
    n, c, h, w = x.shape
    filters = weight.reshape(len(weight), -1).tolist()
    offsets = bias.tolist()
    out = np.zeros((n, (h // patch) * (w // patch), len(filters)))
    for index, image in enumerate(x.tolist()):
        token = 0
        for top in range(0, h, patch):
            for left in range(0, w, patch):
                flat = [
                    v for plane in image for row in plane[top : top + patch] for v in row[left : left + patch]
                ]
                out[index, token] = [
                    sum(a * b for a, b in zip(f, flat)) + o for f, o in zip(filters, offsets)
                ]
                token += 1
    return out
