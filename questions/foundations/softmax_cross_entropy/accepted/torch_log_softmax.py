"""PyTorch with log_softmax and one-hot rows."""

import torch


def softmax_cross_entropy(logits, targets, label_smoothing=0.0, ignore_index=-100):
    k = logits.shape[1]
    keep = targets != ignore_index
    log_p = torch.log_softmax(logits, dim=1)
    classes = torch.arange(k, device=logits.device)
    t = (targets[:, None] == classes).to(logits.dtype) * (1 - label_smoothing) + label_smoothing / k
    weight = (keep.to(logits.dtype) / keep.sum().clamp(min=1))[:, None]
    loss = -(weight * t * log_p).sum()
    return loss, (weight * (log_p.exp() - t)).detach()
