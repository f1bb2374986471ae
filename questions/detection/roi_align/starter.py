# question: detection/roi_align
import numpy as np


def roi_align(features, boxes, output_size, spatial_scale, sampling_ratio):
    """Regions of a feature map in one size.

    Args:
        features: (C, H, W) floats.
        boxes: (R, 4) floats, x1, y1, x2, y2, in pixels of the image.
        output_size: (h, w), the bins.
        spatial_scale: cells per pixel.
        sampling_ratio: samples in a bin along each axis.

    Returns:
        (R, C, h, w) floats.
    """
    raise NotImplementedError("write me")
