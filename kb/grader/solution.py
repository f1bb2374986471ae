"""The fixture ``solution``: call it as if it were the learner's function, then say what should have come.

    solution(boxes, scores, 0.5).equals([2, 0])
    solution(a, b).has_shape(3, 5)
    solution(x).close(expected, scale=1e4)
    solution.gradient(pred, target, cotangent=c).close(expected)
    solution.raises(ValueError, 3, 5)

A call runs in the worker; the comparison runs here, where the answer never was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kb.grader import wire
from kb.grader.compare import as_array, check, check_kind, check_shape, precision_of
from kb.grader.describe import call as describe_call
from kb.grader.describe import clean
from kb.grader.describe import shape as describe_shape
from kb.grader.link import Link
from kb.grader.outcome import DeviceError, Difference, Failure, GraderError, Outcome
from kb.grader.tolerance import Precision


@dataclass(frozen=True)
class Call:
    """One call of the entry, complete enough to be repeated in another worker."""

    arguments: tuple[Any, ...]
    named: dict[str, Any] = field(default_factory=dict)
    cotangent: Any = None
    of: int | None = None

    @property
    def wants_gradient(self) -> bool:
        return self.cotangent is not None

    @property
    def values(self) -> list[Any]:
        return [*self.arguments, *self.named.values()]


@dataclass(frozen=True)
class Observed:
    """What a call brought: a value (and gradient), or how it failed."""

    value: Any = None
    gradient: Any = None
    after: list[Any] | None = None
    failure: Failure | None = None


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


def perform(link: Link, call: Call) -> Observed:
    """Run one call in a worker and decode what it claims."""
    encoder = wire.Encoder()
    header: dict[str, Any] = {
        "op": "call",
        "args": [describe_argument(encoder, value) for value in call.arguments],
        "kwargs": {name: describe_argument(encoder, value) for name, value in call.named.items()},
    }
    if call.wants_gradient:
        header["gradient"] = {
            "wrt": 0,
            "of": call.of,
            "cotangent": describe_argument(encoder, call.cotangent),
        }
    try:
        reply, body = link.exchange(header, encoder.buffers, link.limits.call_seconds)
        raise_error(reply)
        decoder = wire.Decoder(body)
        value = decoder.value(reply.get("result"))
        gradient = decoder.value(reply.get("gradient")) if call.wants_gradient else None
        after = reply.get("after")
        if not isinstance(after, list) or len(after) != len(call.values):
            raise wire.WireError("the arguments are missing in it")
        kept = [decoder.value(item) for item in after]
        decoder.finish()
    except wire.WireError as error:
        return Observed(failure=Failure("protocol", f"the reply is not one: {error}"))
    except Failure as failure:
        return Observed(failure=failure)
    return Observed(value, gradient, kept)


KNOWN_KINDS: tuple[Outcome, ...] = (
    "raised",
    "entry missing",
    "wrong gradient",
    "wrong shape",
    "wrong type",
    "out of memory",
    "exited",
    "changed its input",
    "forbidden call",
)


def raise_error(reply: dict[str, Any]) -> None:
    """Turn the worker's account of an exception into a Failure."""
    error = reply.get("error")
    if error is None:
        return
    if not isinstance(error, dict):
        raise wire.WireError("its error is not described as one")
    kind, line = error.get("kind"), error.get("line")
    name, message = clean(str(error.get("type")), 80), clean(str(error.get("message")), 600)
    if kind == "device":
        raise DeviceError(message)
    line = line if type(line) is int and 0 < line < 1 << 24 else None
    at = f" at line {line}" if line else ""
    if kind == "raised":
        raise Failure("raised", f"{name}{at}: {message}" if message else f"{name}{at}", line=line)
    if kind == "exited":
        raise Failure("exited", f"the answer called for an exit{at}; it must return a value", line=line)
    if kind == "changed its input":
        raise Failure("changed its input", f"it writes into an argument{at}; work on a copy", line=line)
    if kind == "out of memory":
        more = f": {message}" if message else ""
        raise Failure("out of memory", f"it asked for more memory than it may have{at}{more}", line=line)
    if kind == "wrong type":
        raise Failure(
            "wrong type", f"a result of the type {message} cannot be graded; return an array or a tensor"
        )
    if kind in KNOWN_KINDS:
        raise Failure(kind, message, line=line)
    raise wire.WireError("its error is of an unknown kind")


class Result:
    """What one call brought; compare it with what should have come."""

    def __init__(self, solution: Solution, call: Call, observed: Observed):
        self._solution, self._call, self._observed = solution, call, observed

    @property
    def value(self) -> Any:
        """The decoded value, for relations between several calls. It may be of any type."""
        return self._observed.value

    @property
    def precision(self) -> Precision:
        return precision_of(self._call.values)

    def close(self, expected: Any, scale: float = 1.0) -> None:
        """The result (or the gradient) agrees within the tolerance of the inputs' precision.

        Args:
            expected: array, number, or a tuple of them.
            scale: multiplies the absolute tolerance where the case is badly conditioned; say why beside it.
        """
        if self._call.wants_gradient:
            self._check(self._observed.gradient, expected, what="gradient", scale=scale)
        else:
            self._check(self._observed.value, expected, scale=scale)

    def equals(self, expected: Any) -> None:
        """The result is exactly this; for indices, labels, flags."""
        self._check(self._observed.value, expected, exact=True)

    def has_shape(self, *shape: int) -> None:
        """The result is one array of floats of this shape; its values are left to other tests."""
        self._solution.compared += 1
        wanted = np.zeros(shape)
        try:
            array, plain = as_array(self._observed.value, wanted, "")
            check_shape(self._observed.value, array, wanted, "")
            check_kind(self._observed.value, array, wanted, plain, "")
        except Failure as failure:
            # The zeros stand for any values, so they are not shown as what was expected.
            got = failure.difference.got if failure.difference else ""
            failure.difference = Difference(f"floats of shape {describe_shape(shape)}", got)
            failure.call, failure.observed = self._call, self._observed
            raise

    def _check(self, got: Any, expected: Any, **options: Any) -> None:
        self._solution.compared += 1
        try:
            check(got, _array(expected), self.precision, **options)
        except Failure as failure:
            failure.call, failure.observed = self._call, self._observed
            raise


def _array(expected: Any) -> Any:
    """A list of integers is an integer array, an empty list is left to the case (give it a dtype)."""
    if isinstance(expected, tuple):
        return tuple(_array(item) for item in expected)
    if isinstance(expected, list) and not expected:
        return np.zeros(0, dtype=np.int64)
    return np.asarray(expected)


class Solution:
    """The learner's function in one test, with a worker behind it."""

    def __init__(self, link: Callable[[], Link], entry: str, library: str):
        self._start = link
        self._link: Link | None = None
        self.entry, self.library = entry, library
        self.calls: list[tuple[Call, Observed]] = []
        self.compared = 0

    def __call__(self, *arguments: Any, **named: Any) -> Result:
        return self._run(Call(arguments, named))

    def gradient(self, *arguments: Any, cotangent: np.ndarray, of: int | None = None, **named: Any) -> Result:
        """The gradient of ``sum(cotangent * result)`` in the first argument; ``of`` picks one of several results."""
        return self._run(Call(arguments, named, cotangent, of))

    def raises(self, error: type[Exception], *arguments: Any, **named: Any) -> None:
        """The call must raise ``error``; a subclass of another name does not count."""
        self.compared += 1
        call = Call(arguments, named)
        observed = self._observe(call)
        failure = observed.failure
        if failure is None:
            got = describe_call("", (observed.value,), {})[1:-1]
            raise Failure("wrong value", f"expected a {error.__name__}, got {got}", None, call, observed)
        if failure.outcome != "raised" or failure.message.partition(":")[0].split()[0] != error.__name__:
            failure.call, failure.observed = call, observed
            raise failure

    @property
    def printed(self) -> str:
        """What the answer printed in this test, made safe for a terminal."""
        return clean(bytes(self._link.printed).decode(errors="replace")) if self._link else ""

    @property
    def last_input(self) -> str | None:
        return (
            describe_call(self.entry, self.calls[-1][0].arguments, self.calls[-1][0].named)
            if self.calls
            else None
        )

    def _run(self, call: Call) -> Result:
        observed = self._observe(call)
        if observed.failure is not None:
            failure = observed.failure
            failure.call, failure.observed = call, observed
            raise failure
        self._check_inputs(call, observed)
        return Result(self, call, observed)

    def _observe(self, call: Call) -> Observed:
        if self._link is None:
            self._link = self._start()
            self._link.printed.clear()
        self.calls.append((call, Observed()))
        observed = perform(self._link, call)
        self.calls[-1] = (call, observed)
        return observed

    def _check_inputs(self, call: Call, observed: Observed) -> None:
        for index, (before, after) in enumerate(zip(call.values, observed.after or (), strict=True)):
            if not same(before, after):
                names = [*(f"argument {i + 1}" for i in range(len(call.arguments))), *call.named]
                message = f"{names[index]} was changed by the call; work on a copy"
                raise Failure("changed its input", message, None, call, observed)


def same(before: Any, after: Any) -> bool:
    """Equal in value, shape and dtype; NaN equals NaN."""
    if isinstance(before, np.ndarray):
        if not isinstance(after, np.ndarray) or before.shape != after.shape or before.dtype != after.dtype:
            return False
        return bool(np.array_equal(before, after, equal_nan=before.dtype.kind == "f"))
    if isinstance(before, (list, tuple)):
        return type(before) is type(after) and len(before) == len(after) and all(map(same, before, after))
    if isinstance(before, float) and before != before:
        return isinstance(after, float) and after != after
    return type(before) is type(after) and bool(before == after)


def connect(
    zygote: Any, answer: Any, entry: str, seed: int, device: str, forbid: tuple[str, ...] = ()
) -> Link:
    """A worker in which the answer is loaded.

    Raises:
        Failure: it does not load, or defines no such entry.
    """
    if not zygote.alive:
        raise GraderError("the process that workers are forked from has ended")
    link = Link(zygote, answer.name, device)
    header = {"op": "load", "source": answer.source, "name": answer.name, "entry": entry, "seed": seed}
    header["forbid"] = list(forbid)
    # A mistake written in NumPy is given arrays also where torch is loaded.
    header["library"] = answer.library
    try:
        reply, _ = link.exchange(header, [], link.limits.load_seconds)
        raise_error(reply)
    except wire.WireError as error:
        link.close()
        raise Failure("protocol", f"the reply is not one: {error}") from None
    except Failure as failure:
        link.close()
        if failure.outcome == "raised":
            failure.outcome = "syntax or import error"
            if failure.message.startswith("ModuleNotFoundError"):
                failure.message += "; do without it: an answer needs NumPy or PyTorch at most"
        raise
    except DeviceError:
        link.close()
        raise
    return link
