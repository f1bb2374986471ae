"""PyTorch in float32: integers are divided."""

import torch


def precision_recall_f1(target, pred, classes, average="macro"):
    labels = torch.arange(classes, device=target.device)
    truth, called = target[:, None] == labels, pred[:, None] == labels
    tp = (truth & called).sum(dim=0)
    fp, fn = (called & ~truth).sum(dim=0), (truth & ~called).sum(dim=0)
    members = truth.sum(dim=0).float()
    if average == "micro":
        tp, fp, fn = tp.sum()[None], fp.sum()[None], fn.sum()[None]
    weight = members if average == "weighted" else torch.ones(len(tp), device=target.device)
    weight = weight / weight.sum().clamp(min=1)
    parts = (tp / (tp + fp), tp / (tp + fn), 2 * tp / (2 * tp + fp + fn))
    return tuple(float((weight * part.nan_to_num(0)).sum()) for part in parts)
