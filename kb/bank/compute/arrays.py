"""NumPy for expressions: nothing that reads, writes or allocates more than a question can mean.

Values hold at most `MOST` elements, and an operation is refused before it is run when what it could make of
its arguments is larger than `WORK`. Functions that take the size of their result are wrapped one by one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from kb.bank.compute.expressions import ARRAYS, CONSTANTS, DTYPES, MADE, UFUNCS, words

MOST = 100_000  # elements of a value
WORK = 10_000_000  # elements that an operation may touch
BITS = 4096  # of a whole number
KEYWORDS = words("""
    axis keepdims dtype ddof k mode constant_values side ord indexing rtol atol equal_nan nan posinf neginf
    decimals shape fill_value endpoint num start stop step repeats reps source destination axis1 axis2 shift
    weights N M
    """)
_BROADCAST = words("where clip isclose allclose")  # as elementwise as the ufuncs, of up to three arrays
MODES = words("constant edge reflect symmetric wrap left right ij xy fro nuc full same valid")
_DTYPES = tuple(getattr(np, name) for name in sorted(DTYPES))


class RefusedError(Exception):
    """An operation that is not allowed; the message is the reason."""


def size(value: Any) -> int:
    """How many elements a value has, a number one."""
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, list | tuple):
        return sum(size(item) for item in value)
    return 1


def _is_dtype(value: Any) -> bool:
    return isinstance(value, type) and value in _DTYPES


def check(value: Any) -> Any:
    """The value, if it is of a kind and size that an expression may have."""
    if isinstance(value, np.ndarray | np.generic):
        if value.dtype.kind not in "biuf":
            raise RefusedError(f"a result of type {value.dtype} is not allowed")
    elif isinstance(value, list | tuple):
        for item in value:
            check(item)
    elif isinstance(value, int):
        if value.bit_length() > BITS:
            raise RefusedError(f"a number of more than {BITS} bits is not allowed")
    elif not (isinstance(value, float | str | slice | None) or value is Ellipsis or _is_dtype(value)):
        raise RefusedError(f"a result of type {type(value).__name__} is not allowed")
    if size(value) > MOST:
        raise RefusedError(f"{size(value)} elements are too many, at most {MOST} are allowed")
    return value


def bounded(arguments: Iterable[Any], *, elementwise: bool = False) -> None:
    """Refuse arguments of which an operation could make something too large."""
    arrays = [argument for argument in arguments if isinstance(argument, np.ndarray | list | tuple)]
    if elementwise:
        work = math.prod(np.broadcast_shapes(*(np.shape(array) for array in arrays)))
    else:
        work = math.prod(sorted((max(size(array), 1) for array in arrays), reverse=True)[:2])
    if work > WORK:
        raise RefusedError(f"an operation on {work} elements is too large, at most {WORK} are allowed")


def bounded_index(container: Any, key: Any) -> None:
    """Refuse indices that could pick more than an operation may touch: arrays in them broadcast."""
    picked = math.prod(max(size(part), 1) for part in (key if isinstance(key, tuple) else (key,)))
    if size(container) * picked > WORK:
        raise RefusedError(f"an index of {picked} elements is too large here")


def whole(value: Any, most: int = MOST) -> int:
    """A whole number of bounded size, as an argument that decides how much is done."""
    number = int(value)
    if abs(number) > most:
        raise RefusedError(f"{number} is too large an argument, at most {most} is allowed")
    return number


def _shape(shape: Any) -> tuple[int, ...]:
    sizes = tuple(whole(part) for part in (shape if isinstance(shape, list | tuple) else (shape,)))
    if math.prod(max(part, 1) for part in sizes) > MOST:
        raise RefusedError(f"an array of shape {sizes} is too large, at most {MOST} elements are allowed")
    return sizes


def _dtype(dtype: Any) -> Any:
    if dtype is not None and not _is_dtype(dtype):
        raise RefusedError("a dtype must be one of np." + ", np.".join(sorted(DTYPES)))
    return dtype


def _arange(start: Any, stop: Any = None, step: Any = 1, dtype: Any = None) -> Any:
    first, last = (0, start) if stop is None else (start, stop)
    whole(math.ceil((last - first) / step))
    return np.arange(first, last, step, dtype=_dtype(dtype))


def _linspace(start: Any, stop: Any, num: Any = 50, endpoint: Any = True) -> Any:
    _shape((size(start), size(stop), num))
    return np.linspace(start, stop, num, endpoint=bool(endpoint))


def _eye(rows: Any, columns: Any, k: Any = 0) -> Any:
    first, second = _shape((rows, columns))
    return np.eye(first, second, k=whole(k))


def _tile(a: Any, reps: Any) -> Any:
    _shape((size(a), *(reps if isinstance(reps, list | tuple) else (reps,))))
    return np.tile(a, reps)


def _repeat(a: Any, repeats: Any, axis: Any = None) -> Any:
    counts = repeats if isinstance(repeats, list | tuple | np.ndarray) else [repeats]
    _shape((size(a), max((whole(count) for count in counts), default=0)))
    return np.repeat(a, repeats, axis=axis)


def _pad(array: Any, pad_width: Any, mode: str = "constant", constant_values: Any = 0) -> Any:
    most = int(np.max(np.abs(pad_width)))
    _shape(tuple(part + 2 * whole(most) for part in np.shape(array)))
    more = {"constant_values": constant_values} if mode == "constant" else {}
    return np.pad(array, pad_width, mode=mode, **more)  # type: ignore[call-overload]


def _diag(v: Any, k: Any = 0) -> Any:
    _shape((max(np.shape(v)) + abs(whole(k)),) * 2)
    return np.diag(v, whole(k))


_MADE: dict[str, Callable[..., Any]] = {
    "array": lambda object, dtype=None: np.array(object, dtype=_dtype(dtype)),
    "asarray": lambda object, dtype=None: np.array(object, dtype=_dtype(dtype)),
    "zeros": lambda shape, dtype=np.float64: np.zeros(_shape(shape), dtype=_dtype(dtype)),
    "ones": lambda shape, dtype=np.float64: np.ones(_shape(shape), dtype=_dtype(dtype)),
    "full": lambda shape, fill_value, dtype=None: np.full(_shape(shape), fill_value, dtype=_dtype(dtype)),
    "arange": _arange,
    "linspace": _linspace,
    "eye": lambda N, M=None, k=0: _eye(N, N if M is None else M, k),
    "identity": lambda N: _eye(N, N),
    "diag": _diag,
    "zeros_like": lambda a: np.zeros_like(a),
    "ones_like": lambda a: np.ones_like(a),
    "full_like": lambda a, fill_value: np.full_like(a, fill_value),
    "tile": _tile,
    "repeat": _repeat,
    "pad": _pad,
    "broadcast_to": lambda array, shape: np.broadcast_to(array, _shape(shape)),
    "diff": lambda a, axis=-1: np.diff(a, axis=axis),
    "round": lambda a, decimals=0: np.round(a, whole(decimals, 30)),
}
assert set(_MADE) == MADE


def plain(arguments: Iterable[Any], *, nested: bool = False) -> None:
    """Refuse what NumPy takes for more than a value.

    Texts (types, fields, file formats), types in a list, and whole numbers of more than 63 bits, which NumPy
    would leave to Python's unbounded ones.
    """
    for argument in arguments:
        if isinstance(argument, list | tuple):
            plain(argument, nested=True)
        elif isinstance(argument, str) and (nested or argument not in MODES):
            raise RefusedError(f"the text {argument!r} is not allowed here")
        elif isinstance(argument, type) and nested:
            raise RefusedError("a type in a list is not allowed")
        elif isinstance(argument, int) and argument.bit_length() > 63:
            raise RefusedError(f"{argument} does not fit into an array's 64 bits")


def value(name: str) -> Any:
    """A constant or dtype of NumPy."""
    assert name in CONSTANTS | DTYPES
    return getattr(np, name)


def call(name: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
    """``np.name(...)`` for a name of `kb.bank.compute.expressions.NUMPY`."""
    if unknown := sorted(set(keywords) - KEYWORDS):
        raise RefusedError(f"the parameter {unknown[0]} is not allowed")
    given = [*arguments, *keywords.values()]
    plain(given)
    bounded(given, elementwise=name in UFUNCS | _BROADCAST)
    if name in MADE:
        return _MADE[name](*arguments, **keywords)
    if name in DTYPES:
        return getattr(np, name)(*arguments)
    assert name in UFUNCS | ARRAYS
    function = getattr(np.linalg, name.removeprefix("linalg.")) if "." in name else getattr(np, name)
    if isinstance(function, np.ufunc) and len(arguments) > function.nin:
        raise RefusedError(f"np.{name} takes {function.nin} arguments")
    return function(*arguments, **keywords)
