"""Parse the rest of a worker's reply: errors and weights. Untrusted input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kb.grader.compare.describe import clean, shape
from kb.grader.model.device import CPU
from kb.grader.model.outcome import DeviceError, Failure, Outcome
from kb.grader.worker import wire
from kb.grader.worker.objects import counts

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
# All that a reply may say; whatever else came was never looked at, and could be of any size.
PARTS = frozenset(("ok", "result", "gradients", "after", "weights", "error"))
PARTS_OF_ERROR = frozenset(("kind", "type", "message", "line"))
MOST_WEIGHTS = 10_000
SHOWN = 4  # weights that do not fit


def raise_error(reply: dict[str, Any], device: str = CPU) -> None:
    """Turn the worker's account of an exception into a Failure.

    Raises:
        Failure: it tells of one.
        DeviceError: it finds no ``device``; of the CPU that is not believed, for it would end everybody's grading.
        WireError: it is not one.
    """
    if not reply.keys() <= PARTS:
        raise wire.WireError("it has parts that nobody asked for")
    error = reply.get("error")
    if error is None:
        return
    if not isinstance(error, dict) or not error.keys() <= PARTS_OF_ERROR:
        raise wire.WireError("its error is not described as one")
    kind, line = error.get("kind"), error.get("line")
    name, message = clean(str(error.get("type")), 80), clean(str(error.get("message")), 600)
    if kind == "device" and device != CPU:
        raise DeviceError(message)
    line = line if type(line) is int and 0 < line < 1 << 24 else None
    at = f" at line {line}" if line else ""
    if kind == "raised":
        raise Failure("raised", f"{name}{at}: {message}" if message else f"{name}{at}", line=line)
    if kind == "exited":
        raise Failure("exited", f"the answer tried to exit{at}; it must return a value", line=line)
    if kind == "changed its input":
        raise Failure("changed its input", f"it writes into an argument{at}; work on a copy", line=line)
    if kind == "out of memory":
        more = f": {message}" if message else ""
        raise Failure("out of memory", f"it asked for more memory than it may have{at}{more}", line=line)
    if kind == "unsupported":
        raise Failure(
            "wrong type", f"a result of the type {message} cannot be graded; return an array or a tensor"
        )
    if kind == "too large":
        raise Failure(
            "wrong type",
            f"the result cannot be sent back: {message}; return an array or a tensor of the expected shape",
        )
    if kind == "gone":
        raise Failure("crashed", message)
    if kind in KNOWN_KINDS:
        raise Failure(kind, message, line=line)
    raise wire.WireError("its error is of an unknown kind")


@dataclass(frozen=True, slots=True)
class Weight:
    """An entry of a state dict; ``shape`` is None where it is not known yet, ``number`` where it is a buffer."""

    name: str
    shape: tuple[int, ...] | None
    number: int | None


def weights_of(reply: dict[str, Any]) -> tuple[Weight, ...]:
    """The state dict as a worker describes it."""
    entry = reply.get("weights")
    if not isinstance(entry, list) or len(entry) > MOST_WEIGHTS:
        raise wire.WireError("the weights are missing in it")
    return tuple(map(_weight, entry))


def _weight(entry: Any) -> Weight:
    if not isinstance(entry, list) or len(entry) != 3 or not isinstance(entry[0], str):
        raise wire.WireError("a weight is not described as one")
    name, sizes, number = entry
    if not isinstance(sizes, list | None) or len(sizes or ()) > wire.MAX_RANK:
        raise wire.WireError("a weight of an impossible shape")
    if any(type(n) is not int or not 0 <= n < 1 << 48 for n in sizes or ()) or type(number) not in (
        int,
        type(None),
    ):
        raise wire.WireError("a weight of an impossible shape")
    return Weight(clean(name, 200), None if sizes is None else tuple(sizes), number)


def check_weights(expected: dict[str, tuple[int, ...]], there: tuple[Weight, ...]) -> None:
    """Names and shapes are exactly these.

    Raises:
        Failure: names what is missing, what should not be there, and what has another shape.
    """
    found = {
        weight.name: weight.shape for weight in there if weight.name in expected or not counts(weight.name)
    }
    names = [f"{name} is missing" for name in expected if name not in found]
    names += [f"{name} should not be there" for name in found if name not in expected]
    shapes = [
        f"{name} has the shape {shape(came)}, expected {shape(wanted)}"
        for name, wanted in expected.items()
        if (came := found.get(name)) is not None and came != wanted
    ]
    wrong = names + shapes
    if wrong:
        more = f"; and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        outcome: Outcome = "wrong type" if names else "wrong shape"
        raise Failure(outcome, f"the weights do not fit: {'; '.join(wrong[:SHOWN])}{more}")
