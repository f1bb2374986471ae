"""What an expression of ``compute:`` may consist of. Nothing is evaluated here, and nothing heavy imported.

The language is small: numbers, the question's variables, arithmetic, comparisons, indexing, and calls of
named functions. A dotted chain is a name and looked up as a whole, never walked: ``np.x``, ``math.x`` and
``kb.area.module.function``; on values there are only ``shape``, ``ndim``, ``size`` and ``T``.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Collection, Iterable

from kb import MACHINE
from kb.bank.model.names import close

LONGEST = 1000  # characters
DEEPEST = 40  # levels of nesting
VALUE_ATTRIBUTES = ("shape", "ndim", "size", "T")
BUILTINS = ("abs", "bool", "float", "int", "len", "list", "max", "min", "round", "sorted", "sum", "tuple")
ROOTS = ("kb", "np", "math")
RESERVED = frozenset((*BUILTINS, *ROOTS))


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


MATH = words("""
    pi e tau inf nan sqrt cbrt exp exp2 expm1 log log2 log10 log1p pow sin cos tan asin acos atan atan2
    sinh cosh tanh asinh acosh atanh hypot dist degrees radians floor ceil trunc fabs fmod remainder
    copysign gcd lcm isqrt comb perm factorial prod fsum isclose isfinite isinf isnan erf erfc gamma
    lgamma
    """)
UFUNCS = words("""
    abs absolute fabs negative positive sign sqrt cbrt square reciprocal exp exp2 expm1 log log2 log10
    log1p logaddexp logaddexp2 sin cos tan arcsin arccos arctan arctan2 sinh cosh tanh arcsinh arccosh
    arctanh hypot degrees radians floor ceil trunc rint add subtract multiply divide true_divide
    floor_divide power float_power mod remainder fmod maximum minimum fmax fmin isfinite isinf isnan
    equal not_equal greater greater_equal less less_equal logical_and logical_or logical_not logical_xor
    copysign heaviside spacing nextafter gcd lcm
    """)
ARRAYS = words("""
    sum prod mean std var min max amin amax ptp argmin argmax any all median percentile quantile average
    cumsum cumprod count_nonzero nansum nanmean nanmax nanmin argsort sort unique searchsorted trace tril
    triu where clip reshape transpose swapaxes moveaxis squeeze expand_dims ravel concatenate stack
    vstack hstack flip roll dot matmul inner outer convolve interp isclose allclose array_equal
    nan_to_num take take_along_axis atleast_1d atleast_2d shape ndim size linalg.norm linalg.det
    linalg.inv
    """)
# Bounded one by one in kb.bank.compute.arrays, because the size of their result is an argument.
MADE = words("""
    array asarray zeros ones full arange linspace eye identity diag zeros_like ones_like full_like tile
    repeat pad broadcast_to diff round
    """)
DTYPES = words("bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64")
CONSTANTS = words("pi e tau inf nan newaxis")
NUMPY = UFUNCS | ARRAYS | MADE | DTYPES | CONSTANTS - {"tau"}

_ALLOWED = (
    ast.Constant, ast.Name, ast.Attribute, ast.Call, ast.keyword, ast.Subscript, ast.Slice, ast.Tuple,
    ast.List,
    ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp,
    ast.Load, ast.USub, ast.UAdd, ast.Not, ast.Invert, ast.And, ast.Or,
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult,
    ast.BitAnd, ast.BitOr, ast.BitXor,
    ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE,
)  # fmt: skip


class EvaluationError(Exception):
    """An expression that is not allowed, or that failed."""

    def __init__(self, expression: str, reason: str, available: Iterable[str] = ()) -> None:
        self.expression, self.available = expression, tuple(available)
        self.reason = " ".join(reason.split())  # one line, whatever a library said
        super().__init__(expression, self.reason, self.available)

    def __str__(self) -> str:
        short = self.expression if len(self.expression) <= 80 else self.expression[:77] + "..."
        there = f"; available: {', '.join(self.available)}" if self.available else ""
        return f"cannot evaluate {short!r}: {self.reason}{there}"


def parse(expression: str, names: Collection[str]) -> ast.expr:
    """The expression's tree, if it uses nothing but the language above and these variables."""
    if len(expression) > LONGEST:
        raise EvaluationError(
            expression, f"it has {len(expression)} characters, at most {LONGEST} are allowed"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd spellings such as 1if
            tree = ast.parse(expression.strip(), mode="eval").body
    except SyntaxError as error:
        raise EvaluationError(expression, f"it is no Python expression ({error.msg})") from None
    except (ValueError, MemoryError, RecursionError):
        raise EvaluationError(expression, "it is no Python expression, or nested too deeply") from None
    _Vetting(expression, names).vet(tree)
    return tree


def chain(node: ast.expr) -> tuple[str, ...] | None:
    """``np.linalg.norm`` as ("np", "linalg", "norm"); None where the node is not a name with dots."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return (node.id, *reversed(parts)) if isinstance(node, ast.Name) else None


class _Vetting:
    """Walks a tree without recursion, so that no nesting is too deep for it."""

    def __init__(self, expression: str, names: Collection[str]) -> None:
        self.expression, self.names = expression, names

    def vet(self, tree: ast.expr) -> None:
        waiting: list[tuple[ast.AST, int]] = [(tree, 1)]
        while waiting:
            node, depth = waiting.pop()
            if depth > DEEPEST:
                raise self.error("it is nested too deeply")
            if not isinstance(node, _ALLOWED):
                raise self.error(f"{_called(node)} is not allowed")
            waiting += [(child, depth + 1) for child in self.children(node)]

    def children(self, node: ast.AST) -> list[ast.AST]:
        """What remains to be vetted below a node that is all right itself."""
        if isinstance(node, ast.Constant):
            self.constant(node)
        elif isinstance(node, ast.Name):
            self.name(node.id)
        elif isinstance(node, ast.Attribute):
            return self.attribute(node)
        elif isinstance(node, ast.Call):
            return self.call(node)
        return list(ast.iter_child_nodes(node))

    def constant(self, node: ast.Constant) -> None:
        if not isinstance(node.value, int | float | str | None) and node.value is not Ellipsis:
            raise self.error(f"{type(node.value).__name__} literals are not allowed")

    def name(self, name: str) -> None:
        if name in ROOTS or name in BUILTINS:
            raise self.error(f"{name} is not a value")
        if name not in self.names:
            raise self.unknown(name, (*self.names, *ROOTS, *BUILTINS))

    def attribute(self, node: ast.Attribute) -> list[ast.AST]:
        parts = chain(node)
        if parts and parts[0] in ROOTS:
            if not self.looked_up(parts) & {"value"}:
                raise self.error(f"{'.'.join(parts)} is a function: call it")
            return []
        if node.attr not in VALUE_ATTRIBUTES:
            raise self.unknown(f".{node.attr}", [f".{name}" for name in VALUE_ATTRIBUTES])
        return [node.value]

    def call(self, node: ast.Call) -> list[ast.AST]:
        parts = chain(node.func)
        named = parts is not None and (parts[0] in ROOTS or (parts[0] in BUILTINS and len(parts) == 1))
        if parts is None or not named:
            raise self.error("only named functions can be called", (*ROOTS, *BUILTINS))
        if parts[0] in ROOTS and not self.looked_up(parts) & {"function"}:
            raise self.error(f"{'.'.join(parts)} is not a function")
        if any(keyword.arg is None or keyword.arg.startswith("_") for keyword in node.keywords):
            raise self.error("** arguments and hidden parameters are not allowed")
        return [*node.args, *(keyword.value for keyword in node.keywords)]

    def looked_up(self, parts: tuple[str, ...]) -> set[str]:
        """Whether a name below np, math or kb is a value, a function, or (a dtype) both."""
        root, name = parts[0], ".".join(parts[1:])
        if root == "kb":
            self.reference(parts)
            return {"function"}
        known = NUMPY if root == "np" else MATH
        if name not in known:
            raise self.unknown(f"{root}.{name}".rstrip("."), [f"{root}.{name}" for name in sorted(known)])
        if root == "np" and name in DTYPES:
            return {"function", "value"}
        return {"value"} if name in CONSTANTS else {"function"}

    def reference(self, parts: tuple[str, ...]) -> None:
        if len(parts) != 4 or any(part.startswith("_") for part in parts):
            raise self.error(f"{'.'.join(parts)} is not of the form kb.area.module.function")
        if parts[1] in MACHINE:
            raise self.error(f"kb.{parts[1]} holds no references")
        if parts[2].endswith("_torch"):
            raise self.error("expressions compute with NumPy; a PyTorch reference is not available")

    def error(self, reason: str, available: Iterable[str] = ()) -> EvaluationError:
        return EvaluationError(self.expression, reason, available)

    def unknown(self, name: str, known: Iterable[str]) -> EvaluationError:
        return self.error(f"{name} is not available", close(name, known) or known)


def _called(node: ast.AST) -> str:
    names = {
        "JoinedStr": "an f-string", "NamedExpr": "an assignment", "Starred": "* before a value",
        "ListComp": "a comprehension", "SetComp": "a comprehension", "DictComp": "a comprehension",
        "GeneratorExp": "a comprehension", "Lambda": "lambda", "Dict": "a dictionary", "Set": "a set",
    }  # fmt: skip
    return names.get(type(node).__name__, type(node).__name__)
