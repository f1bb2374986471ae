"""The words that stand for the bank's values, and how numbers are written."""

from __future__ import annotations

import re
from typing import Any

KINDS = {
    "single": "One is right",
    "multiple": "Pick all that are right",
    "numeric": "A number",
    "shape": "A shape",
    "order": "Put in order",
    "predict": "What does it print?",
    "bug": "Find the wrong line",
    "open": "Say it aloud",
    "code": "Write the code",
}
# The areas in the order in which a reader meets them; others follow in that of the alphabet.
AREAS = {
    "foundations": "Foundations",
    "training": "Training",
    "cnn": "Convolutional networks",
    "detection": "Detection",
    "segmentation": "Segmentation",
    "attention": "Attention",
    "metrics": "Metrics",
}
_ARXIV = re.compile(r"arXiv:?\s*(\d{4}\.\d{4,5})(v\d+)?", re.IGNORECASE)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def number(value: Any) -> str:
    """A number as a person writes it; anything else as it is."""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.6g}"
    return str(value)


def shape(value: str) -> str:
    """``3x11`` as NumPy writes it: ``(3, 11)``."""
    from kb.bank.model.shapes import parse_shape

    return str(parse_shape(value))


def area(name: str) -> str:
    """The title of an area."""
    return AREAS.get(name, section(name))


def order(name: str) -> tuple[int, str]:
    """The place of an area among others."""
    known = list(AREAS)
    return known.index(name) if name in known else len(known), name


def section(anchor: str) -> str:
    """``in-30-seconds`` is read as "In 30 seconds"."""
    return anchor.replace("-", " ").capitalize()


def cited(source: str) -> str:
    """A source in Markdown; an arXiv id becomes a link."""
    return _ARXIV.sub(r"[arXiv:\1](https://arxiv.org/abs/\1)", source)


def fenced(code: str, info: str) -> str:
    """Code as a fenced block, safe against fences inside."""
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{info}\n{code.strip(chr(10))}\n{fence}"
