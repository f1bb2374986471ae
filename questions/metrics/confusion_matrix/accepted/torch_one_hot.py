"""PyTorch, a matrix product of one-hot rows, some thousands of pixels at a time."""

import torch


def confusion_matrix(target, pred, classes, ignore_index=None):
    t, p = target.reshape(-1).long(), pred.reshape(-1).long()
    keep = torch.ones_like(t, dtype=torch.bool) if ignore_index is None else t != ignore_index
    t, p = t[keep], p[keep]
    counts = torch.zeros(classes, classes, dtype=torch.float64, device=target.device)
    eye = torch.eye(classes, dtype=torch.float64, device=target.device)
    for some_t, some_p in zip(t.split(50_000), p.split(50_000)):
        counts += eye[some_t].T @ eye[some_p]
    return counts.round().long()
