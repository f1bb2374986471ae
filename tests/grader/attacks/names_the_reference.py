"""The reference, imported by its name.

Written down plainly.

Held by: source check
Expected: forbidden call
"""

from kb.detection.iou import box_iou


def scale(x, factor):
    return x * factor if box_iou else x
