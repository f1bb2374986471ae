"""Batch norm as a Module: parameters, buffers, the training flag; and how a frozen one is made.

Source: ``torch.nn.BatchNorm2d``; frozen batch norm as in torchvision's detection models.

Differs:
- No ``track_running_stats``, no ``affine=False``, and ``momentum`` is a number.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

__all__ = ["BatchNorm", "freeze_batch_norm"]


class BatchNorm(nn.Module):  # type: ignore[misc]
    """Batch norm of (N, C) or (N, C, H, W): 2C parameters, 2C running values."""

    def __init__(self, channels: int, momentum: float = 0.1, eps: float = 1e-5) -> None:
        super().__init__()
        self.momentum, self.eps = momentum, eps
        self.weight = nn.Parameter(torch.ones(channels))  # gamma
        self.bias = nn.Parameter(torch.zeros(channels))  # beta
        # Buffers are saved and moved with the module, but no optimizer sees them.
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))

    running_mean: Tensor
    running_var: Tensor

    def forward(self, x: Tensor) -> Tensor:
        """Like x; in training the running values move.

        Raises:
            ValueError: one value per channel in training.
        """
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean, var = self._of_this_batch(x)
        shape = (-1, *[1] * (x.ndim - 2))  # (C,) -> (C, 1, 1) for images
        scale = self.weight * torch.rsqrt(var + self.eps)
        return (x - mean.view(shape)) * scale.view(shape) + self.bias.view(shape)

    def _of_this_batch(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(C,) mean and biased variance, through which gradients flow."""
        axes = (0, *range(2, x.ndim))
        count = x.numel() // x.shape[1]
        if count == 1:
            raise ValueError(f"x {tuple(x.shape)} has one value per channel; eval mode forgotten?")
        var, mean = torch.var_mean(x, axes, correction=0)
        with torch.no_grad():  # or each step would keep the graphs of all steps before it
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(var * count / (count - 1), self.momentum)
        return mean, var


def freeze_batch_norm(module: nn.Module) -> None:
    """Make every batch norm in ``module`` a constant affine map: running values and parameters stay.

    To be called after every ``module.train()``, which would set the flag again.
    """
    for child in module.modules():
        if isinstance(child, BatchNorm | nn.modules.batchnorm._BatchNorm):
            child.eval()
            for parameter in child.parameters():
                parameter.requires_grad_(False)
