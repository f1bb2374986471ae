"""PyTorch, the maximum of every slice is subtracted first."""

from torch import Tensor


def softmax(x: Tensor, axis: int = -1) -> Tensor:
    e = (x - x.amax(dim=axis, keepdim=True)).exp()
    return e / e.sum(dim=axis, keepdim=True)
