"""The inputs that fail: a property that all failing calls have, and none of the passing ones."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kb.grader.compare.describe import number
from kb.grader.process.calls import Call

MOST_CALLS = 200  # right calls that are looked at
LEAST_RIGHT = 3
LARGE = 1e3
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


@dataclass(frozen=True)
class Property:
    """Something about the inputs of a call; ``striking`` where one failing call is enough to speak of it."""

    text: str
    striking: bool = False


def only_where(failing: Sequence[Call], right: Sequence[Call], names: Sequence[str] = ()) -> str | None:
    """What is told of the inputs that fail, such as ``an input is empty``.

    Args:
        failing: all calls that failed, one at least.
        right: calls that did not fail.
        names: of the arguments, in their order.

    Returns:
        None where no property parts the two.
    """
    right = right[:MOST_CALLS]
    if len(right) < LEAST_RIGHT:
        return None
    bad = [_properties(call, names) for call in failing]
    good = [_properties(call, names) for call in right]
    for found in bad[0]:
        parts = all(found in one for one in bad) and not any(found in one for one in good)
        if parts and (found.striking or len(failing) > 1):
            return found.text
    if len(failing) < 2:
        return None
    return _beyond([_numbers(c, names) for c in failing], [_numbers(c, names) for c in right])


def _properties(call: Call, names: Sequence[str]) -> dict[Property, None]:
    """In the order in which they are told."""
    arguments = _named(call, names)
    arrays = {name: value for name, value in arguments.items() if isinstance(value, np.ndarray)}
    found = [*_of_arrays(arrays)]
    for name, value in arguments.items():
        found += _of_argument(name, value)
    found += [Property(f"`{name}` is not given") for name in names if name not in arguments]
    found += _of_operation(call)
    return dict.fromkeys(found)


def _named(call: Call, names: Sequence[str]) -> dict[str, Any]:
    labels = [*names[: len(call.arguments)]]
    labels += [f"argument {i + 1}" for i in range(len(labels), len(call.arguments))]
    return dict(zip(labels, call.arguments, strict=True)) | call.named


def _of_arrays(arrays: Mapping[str, np.ndarray]) -> Iterator[Property]:
    floats = [array for array in arrays.values() if array.dtype.kind == "f"]
    if any(array.size == 0 for array in arrays.values()):
        yield Property("an input is empty", striking=True)
    if any(np.isnan(array).any() for array in floats):
        yield Property("an input contains NaN", striking=True)
    if any(np.isinf(array).any() for array in floats):
        yield Property("an input contains infinities", striking=True)
    if any(not array.flags.writeable for array in arrays.values()):
        yield Property("an input is read-only", striking=True)
    if any(not array.flags.c_contiguous for array in arrays.values()):
        yield Property("an input is not contiguous", striking=True)
    for name in sorted({array.dtype.name for array in floats}):
        yield Property(f"an input is {name}", striking=True)
    if floats and any(
        array.size and np.abs(array[np.isfinite(array)]).max(initial=0) > LARGE for array in floats
    ):
        yield Property("an input contains values above 1,000 in magnitude")
    for name, array in arrays.items():
        yield from _of_array(name, array)


def _of_array(name: str, array: np.ndarray) -> Iterator[Property]:
    if array.size == 0:
        yield Property(f"`{name}` is empty", striking=True)
        return
    yield Property(f"`{name}` has {array.ndim} {'axis' if array.ndim == 1 else 'axes'}")
    for axis, length in enumerate(array.shape[: len(ORDINALS)]):
        if length == 1:
            yield Property(f"the {ORDINALS[axis]} axis of `{name}` has length 1")
    if array.dtype.kind == "b":
        return
    if array.ndim == 1 and len(np.unique(array)) < array.size:
        yield Property(f"`{name}` contains a value twice (ties)")
    if (array == 0).all():
        yield Property(f"`{name}` is all 0")
    elif (array == 0).any():
        yield Property(f"`{name}` contains a 0")
    if array.dtype.kind in "fi" and (array < 0).any():
        yield Property(f"`{name}` contains negative values")
    if array.ndim == 2 and len(np.unique(array, axis=0)) < len(array):
        yield Property(f"`{name}` contains a row twice")
    if array.ndim > 1 and len(set(array.shape[-2:])) == 2:
        yield Property(f"the last two axes of `{name}` differ in length")


def _of_argument(name: str, value: Any) -> Iterator[Property]:
    if value is None or isinstance(value, (bool, str)):
        yield Property(f"`{name}` is {value!r}")
    elif isinstance(value, (int, float)):
        yield Property(f"`{name}` is {number(value)}")
        if value < 0:
            yield Property(f"`{name}` is negative")
        if value != 0:
            yield Property(f"`{name}` is not 0")
        if value != 1:
            yield Property(f"`{name}` is not 1")
    elif isinstance(value, (list, tuple)):
        yield Property(f"`{name}` is a {type(value).__name__}")
        if (
            len(value) > 1
            and len(set(map(str, value))) > 1
            and all(isinstance(v, (int, float)) for v in value)
        ):
            yield Property(f"the numbers in `{name}` differ")
    if value is not None:
        yield Property(f"`{name}` is given")


def _of_operation(call: Call) -> Iterator[Property]:
    """What is done with an object, or with a function: its value or its gradient is asked for."""
    if call.wants_gradient:
        yield Property("a gradient is asked for", striking=True)
    if call.op in ("attribute", "state"):
        yield Property(f"`{call.name}` is read", striking=True)
    elif call.op == "call" and call.name:
        yield Property(f"`{call.name}` is called")
    modes = [earlier.arguments[0] for earlier, _ in call.own if earlier.op == "mode"]
    if modes:
        yield Property("the module is in training mode" if modes[-1] else "the module is in evaluation mode")
    if call.object is not None and call.object[1] > 0:
        yield Property("another object was made before")


def _numbers(call: Call, names: Sequence[str]) -> dict[str, float]:
    """Arguments that are numbers, and lengths."""
    found: dict[str, float] = {}
    for name, value in _named(call, names).items():
        if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            found[f"`{name}`"] = float(value)
        elif isinstance(value, np.ndarray):
            for axis, length in enumerate(value.shape[: len(ORDINALS)]):
                found[f"the length of the {ORDINALS[axis]} axis of `{name}`"] = float(length)
    return found


def _beyond(bad: Sequence[Mapping[str, float]], good: Sequence[Mapping[str, float]]) -> str | None:
    """A number that is larger, or smaller, in all failing calls than in any that is right."""
    for name in bad[0]:
        failing = [one[name] for one in bad if name in one]
        right = [one[name] for one in good if name in one]
        if len(failing) < len(bad) or len(right) < LEAST_RIGHT:
            continue
        if min(failing) > max(right):
            return f"{name} is {number(min(failing))} or more"
        if max(failing) < min(right):
            return f"{name} is {number(max(failing))} or less"
    return None
