"""The operators of expressions, on numbers and arrays of bounded size."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from kb.bank.compute import arrays
from kb.bank.compute.arrays import RefusedError


def _arithmetic(operation: Callable[..., Any]) -> Callable[..., Any]:
    """The operation on numbers and arrays only, and on bounded ones."""

    def bounded(*operands: Any) -> Any:
        for operand in operands:
            if not isinstance(operand, int | float | np.generic | np.ndarray):
                kind = type(operand).__name__
                raise RefusedError(
                    f"{operation.__name__} of a {kind} is not allowed; np.array makes an array of a list"
                )
        _fitting(operands, elementwise=operation is not operator.matmul)
        return operation(*operands)

    return bounded


def _comparison(operation: Callable[..., Any]) -> Callable[..., Any]:
    """The operation on any values, bounded where an array is among them."""

    def bounded(*operands: Any) -> Any:
        _fitting(operands, elementwise=True)
        return operation(*operands)

    return bounded


def _fitting(operands: tuple[Any, ...], *, elementwise: bool) -> None:
    if any(isinstance(operand, np.generic | np.ndarray) for operand in operands):
        arrays.plain(operands)
        arrays.bounded(operands, elementwise=elementwise)


def _add(a: Any, b: Any) -> Any:
    if isinstance(a, tuple) and isinstance(b, tuple):
        return a + b  # (2,) + (3, 4) builds a shape
    return _arithmetic(operator.add)(a, b)


def _power(a: Any, b: Any) -> Any:
    if isinstance(a, int) and isinstance(b, int) and abs(a) > 1 and abs(b) * a.bit_length() > arrays.BITS:
        raise RefusedError(f"a power of more than {arrays.BITS} bits is not allowed")
    return _arithmetic(operator.pow)(a, b)


_COMPARE = (
    (ast.Eq, operator.eq), (ast.NotEq, operator.ne), (ast.Lt, operator.lt), (ast.LtE, operator.le),
    (ast.Gt, operator.gt), (ast.GtE, operator.ge),
)  # fmt: skip
_ARITHMETIC = (
    (ast.Sub, operator.sub), (ast.Mult, operator.mul), (ast.Div, operator.truediv), (ast.Mod, operator.mod),
    (ast.FloorDiv, operator.floordiv), (ast.MatMult, operator.matmul), (ast.BitXor, operator.xor),
    (ast.BitAnd, operator.and_), (ast.BitOr, operator.or_), (ast.Invert, operator.invert),
    (ast.USub, operator.neg), (ast.UAdd, operator.pos),
)  # fmt: skip
OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: _add,
    ast.Pow: _power,
    ast.Not: operator.not_,
    **{kind: _arithmetic(operation) for kind, operation in _ARITHMETIC},
    **{kind: _comparison(operation) for kind, operation in _COMPARE},
}
