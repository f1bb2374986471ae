"""The origin of a tensor on the CPU: the line of the answer that made it, and the function that it called."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

from ..lines import line_in

HERE = __file__.rpartition("/")[0]
MADE = "`{what}` makes its tensor on the CPU whatever the device of the input; give it `device=x.device`"
MOVE = "`{what}` leaves its tensor on the CPU whatever the device of the input; move it with `.to(x.device)`"
TAKEN = (
    "`{what}` takes the tensor to the CPU, where line {at} uses it together with a tensor on another device"
)
LEFT = "`{what}` takes the result to the CPU, and nothing brings it back to the device of the input"
MEETS = "a tensor on the CPU is used together with one that is on the device of the input"
STAYS = "the result is on the CPU whatever the device of the input; move it with `.to(x.device)`"


@dataclass(frozen=True)
class Origin:
    """What made a tensor on the CPU, and at which line of the answer."""

    line: int | None = None
    what: str = ""
    taken: bool = False  # from the pretended device

    def met(self, at: int | None) -> tuple[int | None, str]:
        """The line to fix and the advice, where the tensor meets one of the device at line ``at``."""
        if self.line is None:
            return at, MEETS
        return self.line, TAKEN.format(what=self.what, at=at) if self.taken else self.made()

    def returned(self) -> tuple[int | None, str]:
        """The same, where the tensor is the result."""
        if self.line is None:
            return None, STAYS
        return self.line, LEFT.format(what=self.what) if self.taken else self.made()

    def made(self) -> str:
        return (MOVE if self.what.endswith("from_numpy") else MADE).format(what=self.what)


class Origins:
    """The origins of the tensors on the CPU, by the memory that they use; views share it."""

    def __init__(self, torch: Any, file: str):
        self.torch, self.file = torch, file
        self.known: dict[int, Origin] = {}

    def of(self, value: Any) -> Origin:
        return self.known.get(self.number(value), Origin())

    def number(self, value: Any) -> int:
        try:
            return int(value.untyped_storage()._cdata)
        except (NotImplementedError, RuntimeError):  # sparse ones, and those inside of vmap
            return 0

    def remember(self, result: Any, operator: str, plain: list[Any], pretended: bool) -> None:
        """Note the origin of results on the CPU; what is computed from a tensor came from there too.

        Args:
            result: of the operator.
            operator: its name.
            plain: those of its arguments that are on the CPU.
            pretended: whether others are not.
        """
        for value in tensors([result], self.torch.Tensor):
            self.known[self.number(value)] = self.found(operator, plain, pretended)

    def found(self, operator: str, plain: list[Any], pretended: bool) -> Origin:
        origins = [self.of(value) for value in plain] if operator != "lift_fresh" else []
        if origins:
            return next((origin for origin in origins if origin.line), Origin())
        inner = called(self.file)
        if not pretended and inner is not None and ours(inner):
            # ``one_hot`` makes a tensor where its argument is, so the argument is to blame.
            given = tensors(inner.f_locals.get("args", ()), self.torch.Tensor)
            for origin in map(self.of, given):
                if origin.line:
                    return origin
        return Origin(line_in(self.file), in_words(inner, operator), pretended)


def tensors(values: Iterable[Any], kind: type) -> Iterator[Any]:
    for value in values:
        if isinstance(value, kind):
            yield value
        elif isinstance(value, (list, tuple)):
            yield from tensors(value, kind)


def ours(frame: FrameType) -> bool:
    """Whether a frame is of the function mode: then the answer called something of PyTorch that is compiled."""
    return frame.f_code.co_filename.startswith(HERE)


def called(file: str) -> FrameType | None:
    """The frame of what the answer called; None where no Python lies between the answer and the operator."""
    frame: FrameType | None = sys._getframe(1)
    inner = None
    while frame is not None and frame.f_code.co_filename != file:
        if "overrides" not in frame.f_code.co_filename:
            inner = frame
        frame = frame.f_back
    return None if frame is None else inner


def in_words(inner: FrameType | None, operator: str) -> str:
    """What the answer called, as it would write it: ``torch.zeros``, ``.cpu()``, ``Linear``."""
    if inner is None:
        return f"torch.{operator}"
    if ours(inner):
        function = inner.f_locals.get("func")
        own = str(getattr(function, "__name__", operator)).partition(".")[0]  # without the overload
        if type(function).__name__ == "method_descriptor":
            return f".{own}()"
        return f"torch.{own}" if hasattr(sys.modules["torch"], own) else own
    if inner.f_code.co_name == "__init__" and "self" in inner.f_locals:
        return type(inner.f_locals["self"]).__name__
    return inner.f_code.co_name
