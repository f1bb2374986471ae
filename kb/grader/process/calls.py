"""One request to a worker and what it brought: calls of a function, and everything that is done with an object."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np

from kb.grader.compare.arrays import precision_of
from kb.grader.compare.same import same
from kb.grader.compare.tolerance import Precision
from kb.grader.model.limits import Limits
from kb.grader.model.outcome import Failure
from kb.grader.process.replies import check_weights, raise_error, weights_of
from kb.grader.worker import wire

# "new" makes an object, "weights" loads it, "names" asks for its weights' names and shapes, "mode" is train or eval,
# "attribute" and "state" read one value of it.
Op = Literal["call", "new", "weights", "names", "mode", "attribute", "state"]
Wrt = int | str  # what a gradient is asked of: an argument by number, a weight by name


@dataclass(frozen=True)
class Call:
    """One request, complete enough to be repeated in another worker."""

    arguments: tuple[Any, ...]
    named: dict[str, Any] = field(default_factory=dict)
    cotangent: Any = None
    of: int | None = None
    timed: bool = False  # slow and large on purpose, and never repeated for a comparison with mistakes
    wrt: Wrt | tuple[Wrt, ...] = 0
    op: Op = "call"
    name: str = ""  # of a method ("" calls the object itself), an attribute or an entry of the state
    object: tuple[int, int] | None = None  # which test, and which of the objects that it made
    before: tuple[tuple[Call, Observed], ...] = ()  # what was done in this test with all of its objects
    memory: int | None = (
        None  # bytes that the call may take beyond what the worker has; it is then of no more use
    )

    @property
    def wants_gradient(self) -> bool:
        return self.cotangent is not None

    @property
    def values(self) -> list[Any]:
        return [*self.arguments, *self.named.values()]

    @property
    def own(self) -> list[tuple[Call, Observed]]:
        """What was done before with this object."""
        return [pair for pair in self.before if pair[0].object == self.object]

    @property
    def precision(self) -> Precision:
        """The lowest among the arrays that this object, or this function, was given."""
        return precision_of(
            [value for call in (*(call for call, _ in self.own), self) for value in call.values]
        )

    @property
    def digest(self) -> bytes:
        """The same for calls with the same arguments, of the same object."""
        encoder = wire.Encoder()
        values = [describe_argument(encoder, value) for value in (*self.values, self.cotangent, self.of)]
        which = None if self.object is None else self.object[1]
        header = [values, list(self.named), self.op, self.name, which, self.wrt, self.memory]
        return hashlib.sha256(json.dumps(header).encode() + b"".join(encoder.buffers)).digest()

    def header(self, encoder: wire.Encoder) -> dict[str, Any]:
        """The request, its arrays in ``encoder``."""
        header: dict[str, Any] = {
            "op": self.op,
            "name": self.name,
            "args": [describe_argument(encoder, value) for value in self.arguments],
            "kwargs": {name: describe_argument(encoder, value) for name, value in self.named.items()},
        }
        if self.object is not None:
            header["object"] = list(self.object)
        if self.wants_gradient:
            wrt = list(self.wrt) if isinstance(self.wrt, tuple) else [self.wrt]
            cotangent = describe_argument(encoder, self.cotangent)
            header["gradient"] = {"wrt": wrt, "of": self.of, "cotangent": cotangent}
        return header


@dataclass(frozen=True)
class Observed:
    """What a call brought: a value (and gradient), or how it failed."""

    value: Any = None
    gradient: Any = None
    after: list[Any] | None = None
    failure: Failure | None = None
    size: int = 0  # bytes that came


def describe_argument(encoder: wire.Encoder, value: Any) -> dict[str, Any]:
    """An argument for the wire; an array carries its memory layout and its read-only flag."""
    if not isinstance(value, np.ndarray):
        return encoder.value(value)
    more: dict[str, Any] = {}
    if not value.flags.c_contiguous:
        more["layout"] = "F" if value.flags.f_contiguous else "strided"
    if not value.flags.writeable:
        more["readonly"] = True
    return encoder.array(value, **more)


def travel(value: Any) -> Any:
    """The value as it arrives on the other side: encoded, and decoded again."""
    encoder = wire.Encoder()
    described = encoder.value(value)
    return wire.Decoder(b"".join(encoder.buffers)).value(described)


class Channel(Protocol):
    """Where requests go: a Link, or for a reference this process."""

    @property
    def limits(self) -> Limits: ...

    def leave_memory(self, extra: int) -> None: ...

    def exchange(
        self, header: dict[str, Any], buffers: list[Any], seconds: float
    ) -> tuple[dict[str, Any], bytes]: ...


def perform(link: Channel, call: Call, seconds: float | None = None) -> Observed:
    """Do one request in a worker and decode what it claims; ``seconds`` is a deadline other than the usual one."""
    if call.memory is not None:
        link.leave_memory(call.memory)
    encoder = wire.Encoder()
    header = call.header(encoder)
    try:
        reply, body = link.exchange(header, encoder.buffers, seconds or link.limits.call_seconds)
        raise_error(reply)
        return _observed(call, reply, wire.Decoder(body))
    except wire.WireError as error:
        return Observed(failure=Failure("protocol", f"invalid reply: {error}"))
    except Failure as failure:
        return Observed(failure=failure.with_traceback(None))


def _observed(call: Call, reply: dict[str, Any], decoder: wire.Decoder) -> Observed:
    value = gradient = after = None
    if call.op in ("weights", "names"):
        value = weights_of(reply)
        if call.op == "weights":
            check_weights({name: array.shape for name, array in call.named.items()}, value)
    if call.op in ("call", "attribute", "state"):
        value = decoder.value(reply.get("result"))
    if call.wants_gradient:
        several = isinstance(call.wrt, tuple)
        count = len(call.wrt) if isinstance(call.wrt, tuple) else 1
        gradients = _list(decoder, reply.get("gradients"), count, "gradients")
        gradient = tuple(gradients) if several else gradients[0]
    if call.op in ("call", "new"):
        after = _list(decoder, reply.get("after"), len(call.values), "arguments")
    decoder.finish()
    return Observed(value, gradient, after, size=decoder.used)


def _list(decoder: wire.Decoder, items: Any, count: int, what: str) -> list[Any]:
    if not isinstance(items, list) or len(items) != count:
        raise wire.WireError(f"the {what} are missing in it")
    return [decoder.value(item) for item in items]


def changed_argument(call: Call, after: list[Any] | None) -> str | None:
    """The first argument that the call changed, by its number or name."""
    for index, (given, left) in enumerate(zip(call.values, after or (), strict=False)):
        if not same(given, left):
            names = [*(f"argument {i + 1}" for i in range(len(call.arguments))), *call.named]
            return names[index]
    return None
