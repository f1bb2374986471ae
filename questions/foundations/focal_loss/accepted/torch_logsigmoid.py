"""PyTorch with logsigmoid of the margin and of its negative."""

import torch
from torch.nn.functional import logsigmoid


def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    s = torch.where(targets == 1, logits, -logits)
    weight = torch.where(targets == 1, alpha, 1 - alpha)
    return -weight * torch.exp(gamma * logsigmoid(-s)) * logsigmoid(s)
