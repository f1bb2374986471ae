"""PyTorch with mean ranks."""

import torch


def roc_auc(target, score):
    positive = target == 1
    n_pos, n_neg = int(positive.sum()), int((~positive).sum())
    if n_pos == 0 or n_neg == 0:
        raise ValueError("both classes are needed")
    _, inverse, counts = torch.unique(score, return_inverse=True, return_counts=True)
    rank = counts.cumsum(0).double() - (counts.double() - 1) / 2
    total = rank[inverse][positive].sum()
    return float((total - n_pos * (n_pos + 1) / 2) / (n_pos * n_neg))
