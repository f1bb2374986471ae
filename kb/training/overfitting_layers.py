"""Dropout and DropPath as Modules: PyTorch knows from ``train()`` and ``eval()`` which of the two they shall do.

Source: as ``overfitting_dropout``.

Differs from ``torch.nn.Dropout``: a ``generator`` may be given, so that two runs with one seed drop the same; and the
mask is a comparison, where PyTorch draws it in one kernel.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

__all__ = ["DropPath", "Dropout"]


class Dropout(nn.Module):  # type: ignore[misc]
    """Inverted dropout of single elements.

    Args:
        p: probability of dropping, in [0, 1].
        generator: of the noise; PyTorch's own when left out.

    Raises:
        ValueError: p is no probability.
    """

    def __init__(self, p: float = 0.5, generator: torch.Generator | None = None):
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError(f"p is {p}, expected a probability in [0, 1] (percent by mistake?)")
        self.p, self.generator = p, generator

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.p == 0:
            return x  # no noise is drawn: the next random number is the same as without this layer
        return self._drop(x, x.shape)

    def _drop(self, x: Tensor, shape: tuple[int, ...]) -> Tensor:
        if self.p == 1:
            return x * 0
        survives = torch.rand(shape, generator=self.generator, device=x.device) >= self.p
        return x * (survives.to(x.dtype) / (1 - self.p))


class DropPath(Dropout):
    """The same for a whole residual branch: one draw for each sample of (N, ...)."""

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.p == 0:
            return x
        return self._drop(x, (len(x), *[1] * (x.ndim - 1)))
