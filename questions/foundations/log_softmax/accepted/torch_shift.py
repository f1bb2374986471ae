"""PyTorch, shifted by the maximum, in methods."""

from torch import Tensor


def log_softmax(x: Tensor, axis: int = -1) -> Tensor:
    shifted = x - x.max(dim=axis, keepdim=True).values
    return shifted - shifted.exp().sum(dim=axis, keepdim=True).log()
