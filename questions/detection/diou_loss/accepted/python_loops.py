"""Plain Python over rows, a list of floats."""


def diou_loss(pred, target):
    losses = []
    for (px1, py1, px2, py2), (tx1, ty1, tx2, ty2) in zip(pred.tolist(), target.tolist()):
        inter = max(min(px2, tx2) - max(px1, tx1), 0) * max(min(py2, ty2) - max(py1, ty1), 0)
        union = (px2 - px1) * (py2 - py1) + (tx2 - tx1) * (ty2 - ty1) - inter
        distance2 = ((px1 + px2 - tx1 - tx2) ** 2 + (py1 + py2 - ty1 - ty2) ** 2) / 4
        diagonal2 = (max(px2, tx2) - min(px1, tx1)) ** 2 + (max(py2, ty2) - min(py1, ty1)) ** 2
        loss = 1.0
        if union > 0:
            loss -= inter / union
        if diagonal2 > 0:
            loss += distance2 / diagonal2
        losses.append(loss)
    return losses
