"""The language of ``compute:``: which expressions are allowed. Evaluates nothing and imports nothing heavy.

Numbers, the question's variables, arithmetic, comparisons, conditions, indexing, and calls of the functions
below or of references. A dotted name is looked up as a whole, never walked: ``np.x``, ``math.x`` and
``kb.area.module.function``; on values there are only ``shape``, ``ndim``, ``size`` and ``T``.
"""

from __future__ import annotations

import ast
import operator
import warnings
from collections.abc import Callable, Collection, Iterable
from typing import Any

from kb import MACHINE
from kb.bank.model.names import close

LONGEST = 1000  # characters
DEEPEST = 40  # levels of nesting
VALUE_ATTRIBUTES = (".shape", ".ndim", ".size", ".T")
ROOTS = ("kb", "np", "math")
BUILTINS = ("abs", "bool", "float", "int", "len", "list", "max", "min", "round", "sorted", "sum", "tuple")
RESERVED = frozenset((*BUILTINS, *ROOTS))


def _below(root: str, names: str) -> tuple[str, ...]:
    return tuple(f"{root}.{name}" for name in names.split())


MATH = _below("math", "atan atan2 ceil comb cos erf exp expm1 factorial floor hypot isclose")
MATH += _below("math", "log log10 log1p log2 sin sqrt tan tanh")
DTYPES = _below("np", "bool_ float16 float32 float64 int8 int32 int64 uint8")
# By how many arguments may go by position: NumPy takes one more for a dtype or for an array to write into.
NUMPY = {
    **dict.fromkeys(_below("np", "abs array exp isnan log log2 ones spacing sqrt tanh zeros"), 1),
    **dict.fromkeys(DTYPES, 1),
    **dict.fromkeys(_below("np", "all any argmax argmin argsort concatenate cumsum eye full max maximum"), 2),
    **dict.fromkeys(_below("np", "mean min minimum prod reshape sort stack std sum transpose var"), 2),
    **dict.fromkeys(_below("np", "arange clip linspace where"), 3),
}
KEYWORDS = ("axis", "ddof", "dtype", "keepdims")  # of NumPy's functions; the others take none
FUNCTIONS = (*BUILTINS, *MATH, *NUMPY)
VALUES = (*_below("math", "e inf pi"), *_below("np", "inf nan pi"), *DTYPES)

SYNTAX = (
    "numbers", "variables", "lists", "tuples", "+ - * / // % ** @", "== != < <= > >=", "and or not",
    "a if condition else b", "indexing", "calls",
)  # fmt: skip
OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: operator.pow,
    ast.MatMult: operator.matmul, ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Not: operator.not_,
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip
_ALLOWED = (
    *OPERATORS, ast.UnaryOp, ast.BinOp, ast.Compare, ast.BoolOp, ast.And, ast.Or, ast.IfExp, ast.Call,
    ast.Constant, ast.Name, ast.Load, ast.Attribute, ast.Subscript, ast.Slice, ast.Tuple, ast.List,
)  # fmt: skip


class EvaluationError(Exception):
    """An expression that is not allowed, or that failed."""

    def __init__(self, expression: str, reason: str, available: Iterable[str] = ()) -> None:
        self.expression, self.available = expression, tuple(available)
        self.reason = " ".join(reason.split())  # one line, however many a library wrote
        super().__init__(expression, self.reason, self.available)

    def __str__(self) -> str:
        short = self.expression if len(self.expression) <= 80 else self.expression[:77] + "..."
        instead = f"; available: {', '.join(self.available)}" if self.available else ""
        return f"cannot evaluate {short!r}: {self.reason}{instead}"


class RefusedError(Exception):
    """Part of an expression is not allowed. The arguments are the reason and, if that helps, what is available."""


def parse(expression: str, names: Collection[str]) -> ast.expr:
    """The expression's tree, if it uses nothing but the language above and these variables.

    Raises:
        EvaluationError: the expression is not allowed; says why and what is available.
    """
    try:
        tree = _tree(expression)
        _vet(tree, names)
    except RefusedError as error:
        raise EvaluationError(expression, *error.args) from None
    return tree


def dotted(node: ast.expr) -> str:
    """``np.linalg.norm`` as it is written; empty where the node is not a name with dots."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join((node.id, *reversed(parts))) if isinstance(node, ast.Name) else ""


def _tree(expression: str) -> ast.expr:
    if len(expression) > LONGEST:
        raise RefusedError(f"it has {len(expression)} characters, at most {LONGEST} are allowed")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd spellings such as 1if
            return ast.parse(expression.strip(), mode="eval").body
    except SyntaxError as error:
        raise RefusedError(f"it is not a Python expression ({error.msg})") from None
    except (ValueError, MemoryError, RecursionError):
        raise RefusedError("it is not a Python expression, or nested too deeply") from None


def _vet(node: ast.AST, names: Collection[str], depth: int = 1) -> None:
    below: Iterable[ast.AST] = ast.iter_child_nodes(node)
    if depth > DEEPEST:
        raise RefusedError("it is nested too deeply")
    if not isinstance(node, _ALLOWED):
        raise RefusedError(f"{type(node).__name__} is not allowed", SYNTAX)
    if isinstance(node, ast.Constant) and isinstance(node.value, bytes | complex):
        raise RefusedError(f"{type(node.value).__name__} literals are not allowed")
    if isinstance(node, ast.Name | ast.Attribute):
        below = _value(node, names)
    elif isinstance(node, ast.Call):
        below = _call(dotted(node.func), node)
    for child in below:
        _vet(child, names, depth + 1)


def _value(node: ast.Name | ast.Attribute, names: Collection[str]) -> Iterable[ast.AST]:
    name = dotted(node)
    if name in VALUES or (name in names and name not in RESERVED):
        return ()
    if name in FUNCTIONS or name.startswith("kb."):
        raise RefusedError(f"{name} is a function: call it")
    if name in ROOTS:
        raise RefusedError(f"{name} is not a value")
    if isinstance(node, ast.Name):
        raise _unknown(name, (*names, *ROOTS, *BUILTINS))
    if name.partition(".")[0] in ROOTS:
        raise _unknown(name, (*VALUES, *FUNCTIONS))
    if f".{node.attr}" not in VALUE_ATTRIBUTES:
        raise _unknown(f".{node.attr}", VALUE_ATTRIBUTES)
    return (node.value,)


def _call(name: str, node: ast.Call) -> Iterable[ast.AST]:
    if name.startswith("kb."):
        _reference(name)
    elif name not in FUNCTIONS:
        raise RefusedError(f"{name} is not a function") if name in VALUES else _unknown(name, FUNCTIONS)
    if len(node.args) > (most := NUMPY.get(name, LONGEST)):
        raise RefusedError(f"{name} takes at most {most} arguments by position; others by name", KEYWORDS)
    allowed = KEYWORDS if name in NUMPY else ()
    for keyword in (each.arg or "**" for each in node.keywords):
        if keyword not in allowed and not (name.startswith("kb.") and keyword[0].isalpha()):
            raise RefusedError(f"{name} has no parameter {keyword}", allowed)
    return [*node.args, *(keyword.value for keyword in node.keywords)]


def _reference(name: str) -> None:
    _, area, *parts = name.split(".")
    if len(parts) != 2 or "._" in name:
        raise RefusedError(f"{name} is not of the form kb.area.module.function")
    if area in MACHINE:
        raise RefusedError(f"kb.{area} holds no references")
    if parts[0].endswith("_torch"):
        raise RefusedError("expressions compute with NumPy; a PyTorch reference is not available")


def _unknown(name: str, known: Collection[str]) -> RefusedError:
    """The error for an unknown name: it lists those of the same module, the most similar ones first."""
    root = name.partition(".")[0]
    known = sorted({each for each in known if each.partition(".")[0] == root}) or known
    near = close(name, known)
    return RefusedError(
        f"{name or 'a call of a value'} is not available",
        (*near, *(each for each in known if each not in near)),
    )
