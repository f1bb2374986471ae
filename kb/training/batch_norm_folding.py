"""Fold a batch norm in evaluation mode into the convolution before it.

Source: arXiv 1712.05877, section 3.2, equation 14 (weights), for inference.

Differs:
- The bias of the convolution is kept, and a missing one counts as 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["fold_conv_bn"]


def fold_conv_bn(
    weight: ArrayLike,
    bias: ArrayLike | None,
    gamma: ArrayLike,
    beta: ArrayLike,
    mean: ArrayLike,
    var: ArrayLike,
    eps: float = 1e-5,
) -> tuple[np.ndarray, np.ndarray]:
    """Weight and bias of one convolution that does what convolution and batch norm did.

    Args:
        weight: (O, I, kh, kw); with groups, I is the number of inputs of a group.
        bias: (O,) or None.
        gamma: (O,) scale.
        beta: (O,) shift.
        mean: (O,) running mean.
        var: (O,) running variance.
        eps: of the batch norm.

    Returns:
        weight (O, I, kh, kw) and bias (O,).

    Raises:
        ValueError: another shape; a transposed convolution has its outputs in axis 1.
    """
    weight = np.asarray(weight)
    weight = weight.astype(np.result_type(weight.dtype, np.float32))
    if weight.ndim != 4:
        raise ValueError(f"weight has shape {weight.shape}, expected (O, I, kh, kw)")
    rows = {"bias": bias if bias is not None else np.zeros(len(weight)), "gamma": gamma, "beta": beta}
    rows |= {"mean": mean, "var": var}
    arrays = {name: np.asarray(row, weight.dtype) for name, row in rows.items()}
    for name, row in arrays.items():
        if row.shape != weight.shape[:1]:
            raise ValueError(
                f"{name} has shape {row.shape}, expected {weight.shape[:1]}, one per output channel"
            )
    scale = arrays["gamma"] / np.sqrt(arrays["var"] + eps)
    shifted = (arrays["bias"] - arrays["mean"]) * scale + arrays["beta"]
    return weight * scale[:, None, None, None], shifted
