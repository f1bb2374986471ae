"""The solution that a learner is shown: one of the right answers of an exercise, whole, in the learner's own style.

The reference is not shown: it calls helpers of its page, so that what stands under its name would not run. A right
answer does, and ``kb.dev check`` grades exactly the text that is shown.
"""

from __future__ import annotations

import ast
import difflib
import re
from pathlib import Path
from typing import Literal, get_args

from kb.bank.find.code import CodeError, find_symbol
from kb.bank.model.question import Code

EPSILON = re.compile(r"\d[eE]\s*-\s*\d")
Style = Literal["NumPy", "PyTorch", "plain Python"]


def text(exercise: Code, right: Path) -> str:
    """A right answer as a file that can be saved and graded: its first line names the exercise."""
    source = right.read_text(encoding="utf-8-sig").strip("\n")
    return f"# question: {exercise.id}\n{source}\n"


def choose(exercise: Code, own: Style | None = None) -> Path:
    """The file in ``accepted/`` to show: in the learner's style, else in NumPy; of several the most like the reference.

    Raises:
        CodeError: the exercise has none.
    """
    if not exercise.accepted:
        raise CodeError(f"{exercise.id} has no right answer to show: {exercise.folder / 'accepted'} is empty")
    sources = {path: path.read_text(encoding="utf-8-sig") for path in exercise.accepted}
    styles = {path: declared(source) or style(source) for path, source in sources.items()}
    order: list[Style | None] = [own, "NumPy", "plain Python", "PyTorch"]
    wanted = next(each for each in order if each in styles.values())
    model = _words(_reference(exercise, wanted == "PyTorch"))

    def like(path: Path) -> tuple[bool, float]:
        words = _words(sources[path])
        # An epsilon that the reference does without is accepted, but not taught.
        plain = EPSILON.search(sources[path]) is None or EPSILON.search(" ".join(model)) is not None
        return plain, difflib.SequenceMatcher(None, model, words, autojunk=False).ratio()

    return max((path for path, found in styles.items() if found == wanted), key=like)


def declared(source: str) -> Style | None:
    """The style that the docstring of a right answer begins with: a plain one may use arrays to hold its result."""
    text = (ast.get_docstring(ast.parse(source)) or "").casefold()
    return next((style for style in get_args(Style) if text.startswith(style.casefold())), None)


def style(source: str) -> Style:
    """The library that a file computes with, from what it imports."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError):
        nodes = []
    names = {
        alias.name.partition(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names
    }
    names |= {(node.module or "").partition(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}
    return "PyTorch" if "torch" in names else "NumPy" if "numpy" in names else "plain Python"


def _reference(exercise: Code, torch: bool) -> str:
    """The source of the reference, of its twin in PyTorch where there is one; empty where it cannot be found."""
    module, _, attribute = exercise.reference.partition(":")
    for name in ([f"{module}_torch"] if torch else []) + [module]:
        try:
            return find_symbol(f"{name}:{attribute}").code
        except (CodeError, OSError, SyntaxError, ValueError):
            continue
    return ""


def _words(source: str) -> list[str]:
    """The names, numbers and signs of a source, without its docstrings."""
    return re.findall(r"\w+|[^\w\s]", re.sub(r'"""(?s:.*?)"""', "", source))
