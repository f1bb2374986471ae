"""The patches are cut in NumPy.

`.detach().numpy()` leaves the graph. The weight and the bias still learn, but no gradient reaches x: convolutions
before the patches, or an adversarial attack on the pixels, get nothing. `reshape` and `permute` cut a tensor just as well.

Caught by: test_gradient
Page: patch-embedding
"""

import torch


def patch_embed(x, weight, bias, patch):
    n, c, h, w = x.shape
    rows, columns = h // patch, w // patch
    pixels = x.detach().numpy().reshape(n, c, rows, patch, columns, patch)
    patches = pixels.transpose(0, 2, 4, 1, 3, 5).reshape(n, rows * columns, c * patch * patch)
    return torch.from_numpy(patches) @ weight.flatten(1).T + bias
