"""Softmax cross-entropy and the focal loss in PyTorch, differentiable in the logits.

Source: as ``losses``.

Differs from ``losses``:
- Values are not checked: a check would make every step wait for the device.
- The gradient of cross-entropy is returned beside the loss, written out, and autograd finds the same.

The focal loss may be built on ``binary_cross_entropy_with_logits`` as well. What must not be done is
``(1 - p) ** gamma`` with p rounded to 1 and gamma below 1, or ``log(p)`` with p rounded to 0: the value may be
clamped, the gradient is NaN or lost.
"""

from __future__ import annotations

import torch
from torch import Tensor

__all__ = ["focal_loss", "softmax_cross_entropy"]


def softmax_cross_entropy(
    logits: Tensor, targets: Tensor, label_smoothing: float = 0.0, ignore_index: int = -100
) -> tuple[Tensor, Tensor]:
    """The loss as a scalar tensor with a graph, and dlogits (N, K) without one.

    Args:
        logits: (N, K).
        targets: (N,) integers.
        label_smoothing: spread over all K classes.
        ignore_index: rows with this target do not count.
    """
    keep = targets != ignore_index
    log_probs = torch.log_softmax(logits, dim=1)
    rows = torch.where(keep, targets, 0).long()[:, None]  # any valid class, for gather
    weight = keep.to(logits.dtype) / keep.sum().clamp(min=1)  # (N,)
    # No (N, K) of one-hot rows: the true class is gathered, the smoothing is a mean over the classes.
    loss = (1 - label_smoothing) * log_probs.gather(1, rows).squeeze(1) + label_smoothing * log_probs.mean(
        dim=1
    )
    with torch.no_grad():
        wanted = torch.zeros_like(log_probs).scatter(1, rows, 1 - label_smoothing)
        wanted = wanted + label_smoothing / logits.shape[1]
        dlogits = weight[:, None] * (log_probs.exp() - wanted)
    return -(weight * loss).sum(), dlogits


def focal_loss(logits: Tensor, targets: Tensor, alpha: float = 0.25, gamma: float = 2.0) -> Tensor:
    """-alpha_t (1 - p_t)^gamma log p_t, (N,); values and gradients are finite for any finite logit."""
    margin = (2 * targets - 1) * logits
    weight = alpha * targets + (1 - alpha) * (1 - targets)
    zero = torch.zeros_like(margin)
    miss = torch.exp(-gamma * torch.logaddexp(zero, margin))  # (1 - p_t) ** gamma
    return weight * miss * torch.logaddexp(zero, -margin)
