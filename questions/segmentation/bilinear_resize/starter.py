# question: segmentation/bilinear_resize
import numpy as np


def bilinear_resize(x, size, align_corners=False):
    """Resize images by bilinear interpolation.

    Args:
        x: (N, C, H, W) floats.
        size: (h, w) of the result.
        align_corners: whether the centers of the corner pixels stay corners; else their outer edges do.

    Returns:
        (N, C, h, w) floats.
    """
    raise NotImplementedError("write me")
