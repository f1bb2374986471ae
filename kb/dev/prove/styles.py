"""Right answers in other styles: an exercise has one of each, and each is what its docstring says it is."""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator
from typing import Literal

from kb.bank.model.question import Code
from kb.dev.finding import Finding
from kb.grader import Answer, read_answer

Style = Literal["NumPy", "PyTorch", "Plain Python"]
STYLES: tuple[Style, ...] = ("NumPy", "PyTorch", "Plain Python")
# With these a plain answer takes an array apart and makes one of what it computed; they compute nothing.
PACKING = {"array", "asarray", "empty", "full", "moveaxis", "ndindex", "zeros", "zeros_like"}
CONSTANTS = {"bool_", "float32", "float64", "inf", "int64", "nan", "ndarray"}
LOOPS = (ast.For, ast.While, ast.ListComp, ast.GeneratorExp, ast.DictComp, ast.SetComp)


def check(exercise: Code) -> Iterator[Finding]:
    """Every accepted answer names its style and keeps to it; no style that the exercise needs is missing."""
    found: list[Style] = []
    for path in exercise.accepted:
        answer = read_answer(path)
        style = declared(answer)
        if style is None:
            yield Finding(str(path), f"its docstring should begin with the style: {', '.join(STYLES)}")
            continue
        found.append(style)
        wrong = departs(answer, style)
        if wrong is not None:
            yield Finding(str(path), f"it says {style}, but {wrong}")
    for style, count in needed(exercise).items():
        if found.count(style) < count:
            many = "an answer" if count == 1 else f"{count} answers"
            yield Finding(str(exercise.folder / "accepted"), f"needs at least {many} in {style}")


def declared(answer: Answer) -> Style | None:
    """The style that the docstring begins with."""
    text = ast.get_docstring(ast.parse(answer.source)) or ""
    return next((style for style in STYLES if text.startswith(style)), None)


def departs(answer: Answer, style: Style) -> str | None:
    """What an answer does that does not belong to its style, from what it imports and calls."""
    if (style == "PyTorch") != ("torch" in answer.imports):
        return "it imports torch" if "torch" in answer.imports else "it does not import torch"
    if style == "NumPy" and "numpy" not in answer.imports:
        return "it does not import numpy"
    if style != "Plain Python":
        return None
    nodes = list(ast.walk(ast.parse(answer.source)))
    if not any(isinstance(node, LOOPS) for node in nodes) and not _recursive(nodes):
        return "it loops over nothing"
    for name in _of_numpy(nodes):
        if name not in PACKING | CONSTANTS:
            return f"np.{name} computes with whole arrays"
    return None


def needed(exercise: Code) -> dict[Style, int]:
    """How many answers of which style: a Module can only be written in PyTorch, a plain class has no arrays."""
    module, _, attribute = exercise.reference.partition(":")
    reference = getattr(importlib.import_module(module), attribute, None)
    if not isinstance(reference, type):
        return dict.fromkeys(STYLES, 1)
    torch = sys.modules.get("torch")  # a Module cannot be defined without it
    if torch is not None and issubclass(reference, torch.nn.Module):
        return {"PyTorch": 2}
    return {"Plain Python": 1}


def _recursive(nodes: list[ast.AST]) -> bool:
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    return any(
        isinstance(node, ast.Name) and node.id == function.name
        for function in functions
        for node in ast.walk(function)
    )


def _of_numpy(nodes: list[ast.AST]) -> Iterator[str]:
    """The names that are taken from ``np``."""
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id in ("np", "numpy"):
                yield node.attr
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "numpy":
            yield from (alias.name for alias in node.names)
