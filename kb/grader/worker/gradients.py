"""Gradients of an answer's result, inside a worker: in arguments, and in the weights of a module, from one pass."""

from __future__ import annotations

from typing import Any

from .values import Refused


class Gradients:
    """What one request asks for: ``wrt`` names arguments by number and weights by name."""

    def __init__(self, torch: Any, wrt: list[int | str], cotangent: Any, of: int | None):
        self.torch, self.wrt, self.cotangent, self.of = torch, wrt, cotangent, of
        self.leaves: list[Any] = []

    def ask(self, arguments: list[Any], weights: dict[str, Any]) -> None:
        """Before the call: have torch follow what gradients are asked of."""
        for which in self.wrt:
            if isinstance(which, int):
                self.leaves.append(arguments[which].requires_grad_(True))
                continue
            if which not in weights:
                raise Refused("wrong type", f"there is no weight {which}")
            if not weights[which].requires_grad:
                raise Refused("wrong gradient", f"{which} is frozen: it does not require a gradient")
            self.leaves.append(weights[which])

    def of_result(self, result: Any) -> Any:
        """The gradients of ``sum(cotangent * result)``, in the order of ``wrt``."""
        output = self.output(result)
        cotangent = self.cotangent.to(output.dtype)
        gradients = self.torch.autograd.grad(output, self.leaves, cotangent, allow_unused=True)
        for which, gradient in zip(self.wrt, gradients, strict=True):
            if gradient is None:
                what = which if isinstance(which, str) else ordinal(which)
                raise Refused("wrong gradient", f"the result does not depend on {what}")
        return gradients

    def output(self, result: Any) -> Any:
        """The tensor to start from, in the shape that was asked for."""
        torch = self.torch
        output = result if self.of is None else result[self.of]
        if isinstance(output, (list, tuple)) and output and all(isinstance(x, torch.Tensor) for x in output):
            output = torch.stack(tuple(output))  # a loss for each row, as a list
        if not isinstance(output, torch.Tensor) or not output.requires_grad:
            raise Refused(
                "wrong gradient",
                "no gradient flows through the result: it was detached, converted or built outside of torch",
            )
        if output.shape != self.cotangent.shape:
            expected, got = tuple(self.cotangent.shape), tuple(output.shape)
            raise Refused("wrong shape", f"expected the shape {expected}, got {got}")
        return output


def ordinal(index: int) -> str:
    return "the first argument" if index == 0 else f"argument {index + 1}"
