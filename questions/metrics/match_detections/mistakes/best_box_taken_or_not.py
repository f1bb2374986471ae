"""The best box is looked for among all boxes, and then found taken.

That is VOC's rule. COCO's, which is asked, looks among the boxes that are still free: in a crowd a detection may take its second-best box.

Caught by: test_hand_cases[the best is taken: the second best]
Page: matching
"""

import numpy as np


def match_detections(boxes, scores, gt, iou_threshold):
    lo = np.maximum(boxes[:, None, :2], gt[:, :2])
    hi = np.minimum(boxes[:, None, 2:], gt[:, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=2)
    union = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)[:, None] + (gt[:, 2:] - gt[:, :2]).prod(axis=1) - inter
    iou = np.divide(inter, union, out=np.zeros_like(union), where=union > 0)
    matched, taken = np.zeros(len(boxes), dtype=bool), set()
    for i in np.argsort(-scores, kind="stable"):
        best = iou[i].argmax() if len(gt) else None
        if best is not None and iou[i, best] >= iou_threshold:
            matched[i] = best not in taken
            taken.add(best)
    return matched
