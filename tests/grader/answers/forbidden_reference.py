# question: toy/scale
from kb.detection.iou import box_iou


def scale(x, factor):
    return x * factor
