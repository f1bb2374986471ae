"""Evaluate an expression of ``compute:``.

A bank is data, also the one that somebody sent: evaluating must never run its author's code, fill the memory
or take for ever. `kb.bank.compute.expressions` lets only a small language through; here every function,
operator and result is bounded.
"""

from __future__ import annotations

import ast
import importlib
import math
import pkgutil
import warnings
from collections.abc import Mapping
from types import FunctionType
from typing import Any

import numpy as np

import kb
from kb.bank.compute import bounds
from kb.bank.compute.expressions import VALUES, EvaluationError, RefusedError, dotted, parse
from kb.bank.compute.functions import call, look_up, operate

__all__ = ["EvaluationError", "evaluate"]

_LARGEST_ARGUMENT = 1_000_000  # of a reference


def evaluate(expression: str, variables: Mapping[str, Any] | None = None) -> Any:
    """The value of an expression.

    Args:
        expression: Python arithmetic over the variables, ``np``, ``math`` and ``kb.area.module.function``.
        variables: Numbers, truth values, texts, or lists of them, by name.

    Returns:
        A number, text, list, tuple or array.

    Raises:
        EvaluationError: the expression is not allowed or failed; says why and what is available.
    """
    names = {name: _as_list(value) for name, value in (variables or {}).items()}
    tree = parse(expression, names)
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an infinite result is a result
            return _Evaluator(names).value(tree)
    except RefusedError as error:
        raise EvaluationError(expression, *error.args) from None
    except Exception as error:  # whatever NumPy or a reference raises
        raise EvaluationError(expression, f"{type(error).__name__}: {error}") from error


def _as_list(value: Any) -> Any:
    """Variables are kept as tuples; in an expression they are lists, which references get as arrays."""
    return [_as_list(item) for item in value] if isinstance(value, list | tuple) else value


class _Evaluator:
    """Walk a vetted tree; every value on the way is checked."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self.names = names

    def value(self, node: ast.expr) -> Any:
        return bounds.check(self.unchecked(node))

    def unchecked(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                return self.names[name]
            case ast.List(elts=items):
                return [self.value(item) for item in items]
            case ast.Tuple(elts=items):
                return tuple(self.value(item) for item in items)
            case ast.UnaryOp(op=kind, operand=operand):
                return operate(type(kind), self.value(operand))
            case ast.BinOp(left=left, op=kind, right=right):
                return operate(type(kind), self.value(left), self.value(right))
            case ast.IfExp(test=test, body=body, orelse=other):
                return self.value(body if self.value(test) else other)
            case ast.Slice(lower=lower, upper=upper, step=step):
                return slice(*(part and self.value(part) for part in (lower, upper, step)))
            case ast.BoolOp():
                return self.logic(node)
            case ast.Compare():
                return self.comparison(node)
            case ast.Subscript():
                return self.item(node)
            case ast.Attribute():
                return self.attribute(node)
            case ast.Call():
                return self.called(node)
        raise AssertionError(node)  # parse lets nothing else through

    def logic(self, node: ast.BoolOp) -> Any:
        for item in node.values:
            value = self.value(item)
            if bool(value) is isinstance(node.op, ast.Or):
                break
        return value

    def comparison(self, node: ast.Compare) -> Any:
        left: Any = self.value(node.left)
        for kind, operand in zip(node.ops, node.comparators, strict=True):
            right = self.value(operand)
            result = operate(type(kind), left, right)
            if len(node.ops) > 1 and not result:
                break
            left = right
        return result

    def item(self, node: ast.Subscript) -> Any:
        container, key = self.value(node.value), self.value(node.slice)
        if not isinstance(container, list | tuple | np.ndarray):
            raise RefusedError(f"a value of type {type(container).__name__} cannot be indexed")
        parts = key if isinstance(key, tuple) else (key,)  # arrays among them are broadcast
        bounds.limit(math.prod(bounds.size(part) for part in (container, *parts)), bounds.WORK)
        return container[key]

    def attribute(self, node: ast.Attribute) -> Any:
        if (name := dotted(node)) in VALUES:
            return look_up(name)
        value = self.value(node.value)
        if not isinstance(value, np.ndarray | np.generic):
            raise RefusedError(f"a value of type {type(value).__name__} has no .{node.attr}")
        return getattr(value, node.attr)

    def called(self, node: ast.Call) -> Any:
        name = dotted(node.func)
        arguments = [self.value(argument) for argument in node.args]
        keywords = {keyword.arg or "": self.value(keyword.value) for keyword in node.keywords}
        if not name.startswith("kb."):
            return call(name, arguments, keywords)
        bounds.paired([*arguments, *keywords.values()])
        return _reference(name)(
            *(_argument(argument) for argument in arguments),
            **{keyword: _argument(argument) for keyword, argument in keywords.items()},
        )


def _reference(name: str) -> FunctionType:
    """The function ``kb.area.module.function``, one of those that its module names in ``__all__``."""
    module: Any = kb
    _, *parts, last = name.split(".")
    for part in parts:
        known = [each.name for each in pkgutil.iter_modules(getattr(module, "__path__", ()))]
        _require(module, part, [each for each in known if module is not kb or each not in kb.MACHINE])
        module = importlib.import_module(f"{module.__name__}.{part}")
    public = [
        each for each in getattr(module, "__all__", ()) if isinstance(getattr(module, each), FunctionType)
    ]
    _require(module, last, public)
    function: FunctionType = getattr(module, last)
    return function


def _require(module: Any, name: str, known: list[str]) -> None:
    if name not in known:
        available = [f"{module.__name__}.{each}" for each in known if not each.startswith("_")]
        raise RefusedError(f"{module.__name__}.{name} does not exist", available)


def _argument(value: Any) -> Any:
    """The argument that a reference gets: an array for a list or nested tuples; a tuple of numbers may be a shape."""
    if isinstance(value, tuple) and not any(isinstance(item, list | tuple) for item in value):
        return tuple(_argument(item) for item in value)
    if isinstance(value, list | tuple):
        return bounds.check(np.array(value))
    if isinstance(value, int) and not isinstance(value, bool):
        return bounds.whole(value, _LARGEST_ARGUMENT)
    return value
