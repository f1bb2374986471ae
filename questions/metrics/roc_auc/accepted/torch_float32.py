"""PyTorch in float32: counts of two searches are divided."""

import torch


def roc_auc(target, score):
    positive, negative = score[target == 1], score[target == 0].sort().values
    if not len(positive) or not len(negative):
        raise ValueError("both classes are needed")
    below = torch.searchsorted(negative, positive) + torch.searchsorted(negative, positive, right=True)
    return float((below / (2 * len(negative))).mean())
