"""The last two columns are taken for width and height.

`xyxy` ends with the second corner. Read as a size it is the larger, the farther a box lies from the origin.

Caught by: test_hand_cases[5 to the right: a quarter of the width]
Page: common-mistakes
"""

import numpy as np


def encode_boxes(boxes, anchors):
    size, anchor_size = boxes[:, 2:], anchors[:, 2:]
    offset = boxes[:, :2] + size / 2 - anchors[:, :2] - anchor_size / 2
    with np.errstate(all="ignore"):
        return np.hstack([offset / anchor_size, np.log(size / anchor_size)])
