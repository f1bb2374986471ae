"""References remember what they gave: with one seed, every answer of a cohort is compared with the same values.

The cases draw their inputs from the seed and compute the expected values again for each answer. Where many answers are
graded with one seed, or one file at every save, that would be most of the work.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
from collections import OrderedDict
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from kb import MACHINE

MOST_BYTES = 64 << 20  # of all results that are kept
LARGEST = 8 << 20  # bytes of one result; a larger one is computed again


class Memory:
    """Results by function and arguments; the ones not used for longest are forgotten first."""

    def __init__(self, most: int = MOST_BYTES):
        self._most = most
        self._bytes = 0
        self._kept: OrderedDict[bytes, tuple[Any, int]] = OrderedDict()

    def wrap(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """``function``, which must be pure, with a memory; ``inspect.unwrap`` gives it back."""

        @functools.wraps(function)
        def remembered(*arguments: Any, **named: Any) -> Any:
            key = _key(function, arguments, named)
            if key is None:
                return function(*arguments, **named)
            if key in self._kept:
                self._kept.move_to_end(key)
                return _copy(self._kept[key][0])
            result = function(*arguments, **named)
            self._keep(key, result)
            return result

        return remembered

    def _keep(self, key: bytes, result: Any) -> None:
        try:
            copy, size = _copy(result), _size(result)
        except TypeError:
            return
        if size > LARGEST:
            return
        self._kept[key] = copy, size
        self._bytes += size
        while self._bytes > self._most:
            self._bytes -= self._kept.popitem(last=False)[1][1]


def references_of(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """The references that a module of cases has imported: functions of kb that are none of the machine's."""
    return {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value) and _is_reference(value.__module__)
    }


def _is_reference(module: str) -> bool:
    parts = module.split(".")
    return parts[0] == "kb" and len(parts) > 2 and parts[1] not in MACHINE


MEMORY = Memory()  # of this process, which may collect the same cases many times


def remember(module: ModuleType) -> None:
    """Let the references that a module of cases calls remember."""
    for name, function in references_of(module).items():
        if not hasattr(function, "__wrapped__"):
            setattr(module, name, MEMORY.wrap(function))


def _key(function: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]) -> bytes | None:
    """The same for equal arguments of equal types; None where an argument is neither number, text nor array."""
    digest = hashlib.blake2b(f"{function.__module__}:{function.__qualname__}".encode(), digest_size=16)
    try:
        for value in arguments:
            _feed(digest, value)
        for name, value in sorted(named.items()):
            digest.update(name.encode())
            _feed(digest, value)
    except TypeError:
        return None
    return digest.digest()


def _feed(digest: Any, value: Any) -> None:
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiub":
        digest.update(f"array {value.dtype.str} {value.shape} ".encode())
        digest.update(np.ascontiguousarray(value).data if value.size else b"")
    elif value is None or type(value) in (bool, int, float, str):
        digest.update(f"{type(value).__name__} {value!r} ".encode())
    elif type(value) in (list, tuple):
        digest.update(f"{type(value).__name__} {len(value)} ".encode())
        for item in value:
            _feed(digest, item)
    elif isinstance(value, np.generic):
        digest.update(f"{type(value).__name__} {value!r} ".encode())
    else:
        raise TypeError(type(value).__name__)


def _copy(value: Any) -> Any:
    """The cases may change what they get. TypeError where no faithful copy can be made."""
    if type(value) is np.ndarray and value.dtype.kind in "fiub":
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(_copy(item) for item in value)
    if value is None or isinstance(value, (bool, int, float, str, np.generic)):
        return value
    raise TypeError(type(value).__name__)


def _size(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    return sum(map(_size, value)) if type(value) in (list, tuple) else 64
