"""Plain Python over rows, a list of floats."""


def giou_loss(pred, target):
    losses = []
    for (px1, py1, px2, py2), (tx1, ty1, tx2, ty2) in zip(pred.tolist(), target.tolist()):
        w = min(px2, tx2) - max(px1, tx1)
        h = min(py2, ty2) - max(py1, ty1)
        inter = w * h if w > 0 and h > 0 else 0
        union = (px2 - px1) * (py2 - py1) + (tx2 - tx1) * (ty2 - ty1) - inter
        hull = (max(px2, tx2) - min(px1, tx1)) * (max(py2, ty2) - min(py1, ty1))
        loss = 1.0
        if union > 0:
            loss -= inter / union
        if hull > 0:
            loss += (hull - union) / hull
        losses.append(loss)
    return losses
