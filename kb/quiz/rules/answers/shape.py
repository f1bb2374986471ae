"""Shapes as people type them: ``2x3``, ``(2, 3)``, ``2 3``, ``torch.Size([2, 3])``."""

from __future__ import annotations

import re
import unicodedata

from kb.quiz.rules.answers import Unclear

Shape = tuple[int, ...]
_SCALAR = frozenset({"()", "[]", "scalar", "torch.size([])", "0-d", "0d"})
_EXPECTED = Unclear("a shape such as 2x3, (2, 3) or 2 3; () for a scalar")
_MOST_AXES = 16


def read_shape(line: str) -> Shape | Unclear:
    """The shape that was meant."""
    text = unicodedata.normalize("NFKC", line).replace("×", "x").strip().casefold()
    if text in _SCALAR:
        return ()
    bare = re.sub(r"^torch\.size", "", text).strip()
    while len(bare) > 1 and (bare[0], bare[-1]) in {("(", ")"), ("[", "]")}:
        bare = bare[1:-1].strip()
    bare = re.sub(r"\s*[,、]\s*$", "", bare)
    parts = re.split(r"\s*[x*,、]\s*|\s+", bare)
    if len(parts) > _MOST_AXES or not all(re.fullmatch(r"\d{1,12}", part, re.ASCII) for part in parts):
        return _EXPECTED
    return tuple(int(part) for part in parts)


def shown(shape: Shape) -> str:
    """As Python writes it: ``(2, 3)``."""
    return str(shape)


def difference(given: Shape, right: Shape) -> str:
    """What is wrong with a shape: the number of its axes, or the size of some."""
    if len(given) != len(right):
        return f"The number of axes is off: {_axes(len(given))} given, {_axes(len(right))} right."
    off = [
        f"axis {axis} is {right[axis]}, not {given[axis]}"
        for axis in range(len(right))
        if given[axis] != right[axis]
    ]
    return f"The number of axes, {len(right)}, is right; but {', '.join(off)}."


def _axes(count: int) -> str:
    return f"{count} axis" if count == 1 else f"{count} axes"
