# question: attention/patch_embed
import numpy as np


def patch_embed(x, weight, bias, patch):
    """One linear layer on each patch of an image.

    Args:
        x: (N, C, H, W) floats, H and W multiples of patch.
        weight: (D, C, patch, patch).
        bias: (D,).
        patch: side of a patch in pixels.

    Returns:
        (N, T, D), patches row by row.
    """
    raise NotImplementedError("write me")
