"""The functions and operators of expressions. Each is bounded before it runs."""

from __future__ import annotations

import ast
import builtins
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from kb.bank.compute.bounds import BITS, NUMBERS, broadcast, extent, flat, limit, numeric, paired, size, whole
from kb.bank.compute.expressions import DTYPES, FUNCTIONS, NUMPY, OPERATORS, RefusedError


def look_up(name: str) -> Any:
    """The value or function behind a name of the language."""
    root, _, name = name.rpartition(".")
    return getattr({"": builtins, "np": np, "math": math}[root], name)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{name: look_up(name) for name in FUNCTIONS},
    "math.comb": lambda n, k: math.comb(whole(n, 1000), whole(k, 1000)),
    "math.factorial": lambda n: math.factorial(whole(n, 170)),
    "round": lambda number, ndigits=None: round(number, None if ndigits is None else whole(ndigits, 30)),
    "sum": lambda values: sum(values),  # without a start, which could be a list that is copied at each step
}
# The shape of what these functions make.
_SHAPES: dict[str, Callable[..., Any]] = {
    **dict.fromkeys(("np.zeros", "np.ones", "np.full"), lambda shape, *_: np.ravel(shape)),
    "np.eye": lambda rows, columns=None: (rows, rows if columns is None else columns),
    "np.arange": lambda start, stop=None, step=1: ((start if stop is None else stop - start) / step,),
    "np.linspace": lambda start, stop, num=50: (size(start), size(stop), num),
}
_BROADCAST = ("np.clip", "np.maximum", "np.minimum", "np.where")


def call(name: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
    """Call a function of the language; its name and the names of its parameters were vetted."""
    if name in NUMPY:
        _bound(name, arguments, keywords)
    else:
        flat([arguments, *arguments] if name in ("max", "min") and len(arguments) > 1 else arguments)
    return _FUNCTIONS[name](*arguments, **keywords)


def _bound(name: str, arguments: list[Any], keywords: dict[str, Any]) -> None:
    if not isinstance(keywords.get("dtype", float), type):
        raise RefusedError("this dtype is not allowed", DTYPES)
    numeric([*arguments, *(value for keyword, value in keywords.items() if keyword != "dtype")])
    if name in _SHAPES:
        limit(extent(_SHAPES[name](*arguments)))
    if name in _BROADCAST:
        broadcast(arguments)


def operate(kind: type[ast.AST], *operands: Any) -> Any:
    """Apply an operator to numbers and arrays. Comparisons take other values too, and ``+`` joins tuples."""
    if kind is ast.Add and all(isinstance(operand, tuple) for operand in operands):
        return operands[0] + operands[1]  # (2,) + (3, 4) builds a shape
    odd = [type(operand).__name__ for operand in operands if not isinstance(operand, NUMBERS)]
    if odd and not issubclass(kind, ast.cmpop | ast.Not):
        reason = f"{OPERATORS[kind].__name__} of a value of type {odd[0]} is not allowed"
        raise RefusedError(f"{reason}; np.array makes an array of a list")
    flat(operands)
    if any(isinstance(operand, np.ndarray | np.generic) for operand in operands):
        numeric(operands)
        (paired if kind is ast.MatMult else broadcast)(operands)
    elif kind is ast.Pow and all(isinstance(operand, int) for operand in operands):
        base, exponent = operands
        if abs(base) > 1 and abs(exponent) * base.bit_length() > BITS:
            raise RefusedError(f"a power of more than {BITS} bits is not allowed")
    return OPERATORS[kind](*operands)
