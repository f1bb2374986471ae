"""The Dice loss in PyTorch, for two classes and for many.

Source and departures: as ``unet_dice``. ``multiclass_dice_loss`` takes logits, as ``cross_entropy`` does.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

__all__ = ["cross_entropy_and_dice", "dice_loss", "multiclass_dice_loss"]


def dice_loss(probs: Tensor, target: Tensor, smooth: float = 1.0) -> Tensor:
    """Mean over the samples of 1 - Dice, a scalar; probs and target are (N, ...)."""
    p, t = probs.flatten(1), target.to(probs.dtype).flatten(1)  # (N, pixels)
    ratio = (2 * (p * t).sum(1) + smooth) / (p.sum(1) + t.sum(1) + smooth)
    return (1 - ratio).mean()


def multiclass_dice_loss(
    logits: Tensor, target: Tensor, smooth: float = 1.0, ignore_index: int | None = None
) -> Tensor:
    """Mean over samples and classes of 1 - Dice.

    Args:
        logits: (N, K, H, W).
        target: (N, H, W) class indices.
        smooth: as in ``dice_loss``.
        ignore_index: pixels with this target count for no class.

    Returns:
        A scalar.
    """
    seen = torch.ones_like(target, dtype=torch.bool) if ignore_index is None else target != ignore_index
    label = target.masked_fill(~seen, 0)  # any class, it is masked below
    one_hot = functional.one_hot(label, logits.shape[1]).permute(0, 3, 1, 2)  # (N, H, W, K) -> (N, K, H, W)
    mask = seen[:, None].to(logits.dtype)
    p, t = (logits.softmax(dim=1) * mask).flatten(2), (one_hot * mask).flatten(2)  # (N, K, pixels)
    ratio = (2 * (p * t).sum(2) + smooth) / (p.sum(2) + t.sum(2) + smooth)
    return (1 - ratio).mean()


def cross_entropy_and_dice(logits: Tensor, target: Tensor, ignore_index: int = -100) -> Tensor:
    """The sum that nnU-Net trains with: cross-entropy pulls on every pixel, Dice on every region."""
    entropy = functional.cross_entropy(logits, target, ignore_index=ignore_index)
    return entropy + multiclass_dice_loss(logits, target, ignore_index=ignore_index)
