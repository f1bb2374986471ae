"""Evaluate an expression of ``compute:``.

A bank is data, also the one that somebody sent: evaluating must never run code of its author's, fill the
memory or take for ever. `kb.bank.compute.expressions` lets through a small language only; simpleeval walks what is
left, with its weak spots replaced: attributes and calls are looked up by name instead of by ``getattr``, and
every operator, call and result is bounded (`kb.bank.compute.arrays`).
"""

from __future__ import annotations

import ast
import importlib.util
import math
import pkgutil
import warnings
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any

import numpy as np
import simpleeval

import kb
from kb.bank.compute import arrays
from kb.bank.compute.arrays import RefusedError
from kb.bank.compute.expressions import CONSTANTS, VALUE_ATTRIBUTES, EvaluationError, chain, parse
from kb.bank.compute.operators import OPERATORS

__all__ = ["EvaluationError", "evaluate"]

_LARGEST_ARGUMENT = 1_000_000  # of math's loops and of references


def evaluate(expression: str, variables: Mapping[str, Any] | None = None) -> Any:
    """The value of an expression.

    Args:
        expression: Python arithmetic over the variables, ``np``, ``math`` and ``kb.area.module.function``.
        variables: Numbers, truth values, texts, or lists of them, by name.

    Returns:
        A number, text, list, tuple or array.

    Raises:
        EvaluationError: the expression is not allowed or failed; says why and what there is.
    """
    names = {name: _listed(value) for name, value in (variables or {}).items()}
    tree = parse(expression, names)
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an infinite result is a result
            return _Evaluator(names).eval(expression, previously_parsed=tree)
    except (RefusedError, simpleeval.InvalidExpression) as error:
        raise EvaluationError(expression, str(error)) from None
    except _UnknownError as error:
        raise EvaluationError(expression, error.reason, error.available) from None
    except Exception as error:  # whatever NumPy or a reference raises
        raise EvaluationError(expression, f"{type(error).__name__}: {error}") from error


class _UnknownError(Exception):
    def __init__(self, reason: str, available: list[str]) -> None:
        self.reason, self.available = reason, available


def _listed(value: Any) -> Any:
    """Variables are kept as tuples; in an expression they are lists, which references get as arrays."""
    return [_listed(item) for item in value] if isinstance(value, list | tuple) else value


class _Evaluator(simpleeval.SimpleEval):  # type: ignore[misc]
    """simpleeval without its own ideas of attributes, calls, text and operators."""

    def __init__(self, names: dict[str, Any]) -> None:
        super().__init__(operators=OPERATORS, functions={}, names=names)
        keep = (ast.Constant, ast.Name, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Slice)
        theirs: dict[type[ast.AST], Callable[..., Any]] = vars(self)["nodes"]
        self.nodes = {kind: theirs[kind] for kind in keep} | {
            ast.Attribute: self._attribute,
            ast.Call: self._call,
            ast.Subscript: self._subscript,
            ast.List: lambda node: [self._eval(item) for item in node.elts],
            ast.Tuple: lambda node: tuple(self._eval(item) for item in node.elts),
        }

    def _eval(self, node: ast.AST) -> Any:
        return arrays.check(super()._eval(node))

    def _attribute(self, node: ast.Attribute) -> Any:
        parts = chain(node)
        if parts and parts[0] == "np":
            return arrays.value(parts[1])
        if parts and parts[0] == "math":
            return getattr(math, parts[1])
        value = self._eval(node.value)
        assert node.attr in VALUE_ATTRIBUTES
        if not isinstance(value, np.ndarray | np.generic):
            raise RefusedError(f"a value of type {type(value).__name__} has no .{node.attr}")
        return getattr(value, node.attr)

    def _call(self, node: ast.Call) -> Any:
        parts = chain(node.func)
        assert parts is not None
        arguments = [self._eval(argument) for argument in node.args]
        keywords = {keyword.arg or "": self._eval(keyword.value) for keyword in node.keywords}
        if parts[0] == "np":
            return arrays.call(".".join(parts[1:]), arguments, keywords)
        if parts[0] == "kb":
            return _call_reference(_reference(parts), arguments, keywords)
        if parts[0] == "math":
            return _MATH_FUNCTIONS.get(parts[1], getattr(math, parts[1]))(*arguments, **keywords)
        return _BUILTINS[parts[0]](*arguments, **keywords)

    def _subscript(self, node: ast.Subscript) -> Any:
        container, key = self._eval(node.value), self._eval(node.slice)
        if not isinstance(container, list | tuple | np.ndarray):
            raise RefusedError(f"a {type(container).__name__} cannot be indexed")
        arrays.bounded_index(container, key)
        return container[key]


def _reference(parts: tuple[str, ...]) -> FunctionType:
    """The function ``kb.area.module.function``, one of those that its module names in ``__all__``."""
    _, area, module, name = parts
    package = _imported(f"kb.{area}", kb, kb.MACHINE)
    room = _imported(f"kb.{area}.{module}", package, frozenset())
    public = [
        each for each in getattr(room, "__all__", ()) if isinstance(getattr(room, each, None), FunctionType)
    ]
    if name not in public:
        raise _UnknownError(
            f"{'.'.join(parts)} does not exist", [f"{room.__name__}.{each}" for each in public]
        )
    function: FunctionType = getattr(room, name)
    return function


def _imported(name: str, parent: Any, hidden: frozenset[str]) -> Any:
    """A module below a package; where there is none, the error says which there are."""
    if importlib.util.find_spec(name) is None:
        found = [module.name for module in pkgutil.iter_modules(getattr(parent, "__path__", []))]
        there = [
            f"{parent.__name__}.{each}" for each in found if each not in hidden and not each.startswith("_")
        ]
        raise _UnknownError(f"{name} does not exist", there)
    return importlib.import_module(name)


def _call_reference(function: FunctionType, arguments: list[Any], keywords: dict[str, Any]) -> Any:
    arrays.bounded([*arguments, *keywords.values()])
    return function(
        *(_argument(argument) for argument in arguments),
        **{name: _argument(argument) for name, argument in keywords.items()},
    )


def _argument(value: Any) -> Any:
    """What a reference gets: an array for a list or nested tuples; a tuple of numbers may be a shape."""
    if isinstance(value, list) or (
        isinstance(value, tuple) and any(isinstance(item, list | tuple) for item in value)
    ):
        return arrays.check(np.array(value))
    if isinstance(value, tuple):
        return tuple(_argument(item) for item in value)
    if isinstance(value, int):
        return value if isinstance(value, bool) else arrays.whole(value, _LARGEST_ARGUMENT)
    return value


def _numbers(function: Callable[..., Any], most: int) -> Callable[..., Any]:
    """A function of whole numbers whose time grows with them."""
    return lambda *arguments: function(*(arrays.whole(argument, most) for argument in arguments))


_MATH_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "factorial": _numbers(math.factorial, 170),
    "comb": _numbers(math.comb, 1000),
    "perm": _numbers(math.perm, 300),
}
_BUILTINS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "bool": bool,
    "float": float,
    "int": int,
    "len": len,
    "list": list,
    "max": max,
    "min": min,
    "round": lambda number, ndigits=None: round(
        number, ndigits if ndigits is None else arrays.whole(ndigits, 30)
    ),
    "sorted": sorted,
    "sum": sum,
    "tuple": tuple,
}
assert not CONSTANTS & set(_MATH_FUNCTIONS)
