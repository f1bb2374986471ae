"""Values of a request and of its reply, inside a worker: what an answer is given, and what it gave back.

Arrays become tensors where the answer is written in torch, and this is the one place that knows on which device.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from . import wire


class Refused(Exception):
    """Something the grader should hear as ``kind``, with a sentence."""

    def __init__(self, kind: str, message: str):
        super().__init__(message)
        self.kind = kind


class Values:
    """Arguments and results of one request: arrays become tensors where the answer is written in torch."""

    def __init__(self, torch: Any, device: str):
        self.torch, self.device = torch, device

    def argument(self, decoder: wire.Decoder, described: Any) -> Any:
        kind = described.get("k") if isinstance(described, dict) else None
        if kind == "array":
            return self.array(self.lay_out(decoder.array(described), described))
        if kind in ("list", "tuple"):
            items = [self.argument(decoder, item) for item in described["v"]]
            return items if kind == "list" else tuple(items)
        return decoder.value(described)

    def array(self, array: np.ndarray) -> Any:
        """The array itself, or the tensor of it: the one place where tensors are made, and put on a device."""
        return array if self.torch is None else self.torch.from_numpy(array).to(self.device)

    def lay_out(self, array: np.ndarray, described: dict[str, Any]) -> np.ndarray:
        """Give the array the memory layout and the read-only flag that the case's own array had."""
        if described.get("layout") == "F":
            array = np.asfortranarray(array)
        elif described.get("layout") == "strided":
            wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype)
            wide[..., ::2] = array
            array = wide[..., ::2]
        if described.get("readonly") and self.torch is None:
            array.flags.writeable = False
        return array

    def result(self, encoder: wire.Encoder, value: Any, depth: int = 0) -> dict[str, Any]:
        torch = self.torch or sys.modules.get("torch")
        if torch is not None and type(value) in (torch.Tensor, torch.nn.Parameter):
            return self.tensor(encoder, torch, value)
        if type(value) in (list, tuple) and depth < wire.MAX_DEPTH:
            packed = encoder.packed(value, depth)
            if packed is not None:
                return packed
            items = [self.result(encoder, item, depth + 1) for item in value]
            return {"k": type(value).__name__, "v": items}
        return encoder.value(value, depth)

    def tensor(self, encoder: wire.Encoder, torch: Any, value: Any) -> dict[str, Any]:
        if value.layout is not torch.strided or value.device.type == "meta":
            raise wire.Unsupported(f"a torch.Tensor without dense values ({value.layout}, {value.device})")
        if value.dtype is torch.bfloat16:
            value = value.float()
        plain = value.detach().cpu().resolve_conj().resolve_neg()
        return encoder.array(plain.numpy(), kind="tensor")
