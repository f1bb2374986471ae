"""Libraries that an exercise needs and an installation may lack."""

from __future__ import annotations

import ast
import importlib.util

from kb.bank.model.question import Code

ADD_TORCH = "`make torch` or `pip install 'kb[torch]'` adds it"


def has_torch() -> bool:
    """Whether PyTorch is installed; it is not imported."""
    return importlib.util.find_spec("torch") is not None


def needs_torch(exercise: Code) -> bool:
    """Whether its cases import torch, as those of Modules do; otherwise an answer in NumPy can be graded without it."""
    try:
        body = ast.parse(exercise.cases.read_bytes()).body
    except (OSError, SyntaxError, ValueError):
        return False  # the grader says what is wrong with them
    names = [alias.name for node in body if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in body if isinstance(node, ast.ImportFrom)]
    return any(name.partition(".")[0] == "torch" for name in names)


def lacking(exercise: Code) -> str | None:
    """The reason why an exercise cannot be graded here; None if it can."""
    if has_torch() or not needs_torch(exercise):
        return None
    return f"{exercise.id} needs PyTorch, which is not installed here; {ADD_TORCH}"
