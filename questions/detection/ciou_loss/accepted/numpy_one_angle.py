"""NumPy with one arc tangent: the angle between the two diagonals, from their cross and dot product."""

import numpy as np


def ciou_loss(pred, target):
    px1, py1, px2, py2 = pred.T
    tx1, ty1, tx2, ty2 = target.T
    wp, hp, wt, ht = px2 - px1, py2 - py1, tx2 - tx1, ty2 - ty1
    inter = np.maximum(np.minimum(px2, tx2) - np.maximum(px1, tx1), 0) * np.maximum(
        np.minimum(py2, ty2) - np.maximum(py1, ty1), 0
    )
    union = wp * hp + wt * ht - inter
    loss = 1 - inter / np.where(union > 0, union, 1)
    distance2 = ((px1 - tx1 + px2 - tx2) ** 2 + (py1 - ty1 + py2 - ty2) ** 2) / 4
    hull_w, hull_h = np.maximum(px2, tx2) - np.minimum(px1, tx1), np.maximum(py2, ty2) - np.minimum(py1, ty1)
    diagonal2 = hull_w**2 + hull_h**2
    angle = np.arctan2(wt * hp - wp * ht, ht * hp + wt * wp)
    v = (angle / (np.pi / 2)) ** 2
    shape = v * v / np.where(v > 0, loss + v, 1)
    return loss + distance2 / diagonal2 + shape
