"""A device that is not there, for the second run of an answer in PyTorch: its tensors say ``cuda:0``.

A pretended tensor wraps a real one, with which it computes on the CPU. PyTorch takes it for one on ``privateuseone``,
the device type that it keeps for backends from outside; the answer reads ``cuda:0``, and whatever asks for ``cuda`` is
given a pretended tensor. Values are real, so code whose flow depends on them runs (on ``meta`` tensors it would not),
and so do views, changes in place, random numbers and ``backward``. What CUDA refuses is refused: a tensor that was made
on the CPU and forgotten there, ``numpy()`` before ``cpu()``. Where it was made is remembered: that is the line to fix.

Nothing of this decides a verdict. What it cannot follow (kernels that only a GPU has, sparse tensors) ends in "could
not be told".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..lines import line_in, line_of
from ..values import Values
from ..wire import Encoder
from . import backend, tensor
from .origin import MEETS, Origins, tensors

NAMES = ("cuda", "gpu", "privateuseone")  # by which an answer, or PyTorch itself, calls the pretended device
ACROSS = ("copy_", "_copy_from", "_to_copy")  # the operators that connect two devices
INDEXED = ("index", "index_put", "index_put_", "_index_put_impl_", "_unsafe_index", "_unsafe_index_put")
JOINED = ("cat", "stack", "hstack", "vstack", "dstack", "column_stack")
SAME_DEVICE = ("same device", "at least two devices")  # in what PyTorch itself says
TWO_DEVICES = "Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu!"
TO_NUMPY = "can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory first."
NUMPY = "`numpy` reads tensors on the CPU only; call `.cpu()` first, or stay in torch"
GENERATOR = "a generator draws random numbers on its own device only; create it with `device=x.device`"


class Mixed(RuntimeError):
    """What CUDA refuses, with the advice."""

    def __init__(self, line: int | None, advice: str):
        super().__init__(TWO_DEVICES)
        self.line, self.advice = line, advice


class Unreadable(TypeError):
    """``numpy()`` of a tensor that is not on the CPU."""

    def __init__(self, line: int | None):
        super().__init__(TO_NUMPY)
        self.line, self.advice = line, NUMPY


class NotFollowed(RuntimeError):
    """Something that a pretended tensor cannot do."""


class Pretence(Values):
    """The pretended device of one worker: begun before the answer's text is executed, and never ended.

    Arguments go there, and results are looked at, but not sent.
    """

    def __init__(self, torch: Any, file: str):
        super().__init__(torch, "cuda:0")
        self.file = file
        self.origins = Origins(torch, file)
        self.writes: dict[Any, list[int]] = {}
        self.shown, self.cpu = torch.device("cuda", 0), torch.device("cpu")
        self.kind: Any = None

    # What an answer did.

    def perform(self, request: Callable[[Any, Any], Any], header: Any, body: Any) -> dict[str, Any]:
        """Do what is asked, and tell how it went, whatever the answer raises."""
        try:
            request(header, body)
        except BaseException as error:
            return self.reply(error)
        return {"ok": True}

    def result(self, encoder: Encoder, value: Any, depth: int = 0) -> dict[str, Any]:
        """In place of sending a result: it should not have stayed on the CPU."""
        for found in tensors([value], self.torch.Tensor):
            if not isinstance(found, self.kind) and found.dim():
                raise Mixed(*self.origins.of(found).returned())
        return {"k": "none"}

    def reply(self, error: BaseException) -> dict[str, Any]:
        """The reply to a call that raised: a line with advice, or that it is unclear."""
        seen: list[BaseException] = []
        chain: BaseException | None = error
        while chain is not None and chain not in seen:
            if isinstance(chain, (Mixed, Unreadable)):
                return {"ok": True, "line": chain.line, "advice": chain.advice}
            if any(text in str(chain) for text in SAME_DEVICE):
                return {"ok": True, "line": line_of(chain, self.file), "advice": MEETS}
            seen.append(chain)
            chain = chain.__cause__ or chain.__context__
        why = f"{type(error).__name__}: {error}".partition("\n")[0][:200]
        return {"ok": True, "line": line_of(error, self.file), "unclear": why}

    # Every operator comes by here.

    def run(self, function: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        device, name = named.get("device"), function._overloadpacket.__name__
        given = list(tensors((*arguments, *named.values()), self.torch.Tensor))
        plain = [value for value in given if not isinstance(value, self.kind)]
        pretended = len(plain) < len(given)
        if pretended and plain and name not in ACROSS:
            self.check(
                name, plain, arguments, [arguments[i] for i in self.written(function) if i < len(arguments)]
            )
        inside, more = self.unwrap(arguments), self.unwrap(named)
        if device is not None:
            more["device"] = self.cpu
        result = function(*inside, **more)
        to = pretended if device is None else device.type in NAMES
        if name in ACROSS and not isinstance(arguments[0], self.kind) and device is None:
            to = False  # ``copy_`` into a tensor on the CPU
        if not to:
            self.origins.remember(result, name, plain, pretended)
            return result
        return self.wrapped(function, result, arguments, named)

    def check(self, name: str, plain: list[Any], arguments: tuple[Any, ...], written: list[Any]) -> None:
        """Raise what CUDA raises when tensors of two devices meet; one without axes may stand on the CPU."""
        if (
            name in INDEXED
        ):  # the indices of a tensor may stand on the CPU, but not the tensor of such indices
            held = [arguments[0], *tensors(arguments[2:], self.torch.Tensor)]
            held = held if isinstance(arguments[0], self.kind) else [arguments[0]]
            plain = [value for value in held if not isinstance(value, self.kind)]
            written = [*written, arguments[0]]
        for value in plain:
            if value.dim() or name in JOINED or any(value is other for other in written):
                raise Mixed(*self.origins.of(value).met(line_in(self.file)))

    def check_generator(self, generator: Any, pretended: bool) -> None:
        """Raise what CUDA raises when random numbers come from a generator of another device."""
        if pretended != getattr(generator, "pretended", False):
            raise Mixed(line_in(self.file), GENERATOR)

    def written(self, function: Any) -> list[int]:
        """The positions of the arguments that an operator writes into."""
        found = self.writes.get(function)
        if found is None:
            aliases = [argument.alias_info for argument in function._schema.arguments]
            found = [i for i, alias in enumerate(aliases) if alias is not None and alias.is_write]
            self.writes[function] = found
        return found

    def unwrap(self, value: Any) -> Any:
        if isinstance(value, self.kind):
            return value.inner
        if isinstance(value, dict):
            return {name: self.unwrap(item) for name, item in value.items()}
        return type(value)(map(self.unwrap, value)) if type(value) in (list, tuple) else value

    def wrapped(self, function: Any, result: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """Results as pretended tensors; of an operator that writes, the very argument that it wrote into."""
        schema, targets = function._schema, {}
        for i in self.written(function):
            argument = schema.arguments[i]
            target = arguments[i] if i < len(arguments) else named.get(argument.name)
            targets[str(sorted(argument.alias_info.before_set))] = target
            if isinstance(target, self.kind) and target.shape != target.inner.shape:
                raise NotFollowed(f"{schema.name} changes the shape of a tensor in place")
        if not targets:
            return self.wrap(result)
        several = len(schema.returns) > 1
        out = []
        for output, value in zip(schema.returns, result if several else (result,), strict=False):
            alias = output.alias_info
            written = alias is not None and alias.is_write
            out.append(targets.get(str(sorted(alias.before_set))) if written else self.wrap(value))
        return tuple(out) if several else out[0] if out else result

    def wrap(self, value: Any) -> Any:
        if isinstance(value, self.torch.Tensor):
            if value.layout is not self.torch.strided:
                raise NotFollowed(f"a tensor of the layout {value.layout}")
            return self.kind(value)
        return type(value)(map(self.wrap, value)) if type(value) in (list, tuple) else value


def begin(torch: Any, file: str) -> Pretence:
    """Pretend from now on.

    Args:
        torch: the module.
        file: the answer's name, whose lines are reported.
    """
    pretence = Pretence(torch, file)
    backend.register(torch)
    pretence.kind = tensor.kind_of(torch, pretence, lambda: Unreadable(line_in(file)))
    tensor.enter(torch, pretence)
    return pretence
