"""Mutants that no case may reject: what is argued in ``tests/<area>/equivalent/<module>.toml``.

    [[equivalent]]
    function = "box_iou"
    line = "return np.divide(intersection, union, out=np.zeros_like(union), where=union > 0)"
    mutants = ["return np.divide(intersection, union, out=np.zeros_like(union), where=union != 0)"]
    why = "A union is never negative: ..."

One entry holds the mutants of one line for which one argument holds. ``exercises`` limits it to some of those that
reach the function.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.dev.finding import Finding
from kb.dev.mutate.mutation import Mutant
from kb.dev.tree import Tree

NEEDED: dict[str, type] = {"function": str, "line": str, "mutants": list, "why": str}
ALLOWED: dict[str, type] = NEEDED | {"exercises": list}


@dataclass(frozen=True)
class Equivalent:
    """One mutant, and why nothing that an exercise may ask for tells it from the original."""

    path: Path
    module: str
    function: str
    line: str
    mutated: str
    why: str
    exercises: tuple[str, ...] = ()

    def matches(self, mutant: Mutant) -> bool:
        mine = (self.module, self.function, self.line, self.mutated)
        return mine == (mutant.module, mutant.function, mutant.line, mutant.mutated)

    def concerns(self, exercise: str) -> bool:
        return not self.exercises or exercise in self.exercises


def path_of(tree: Tree, module: str) -> Path:
    """Where the arguments about a module stand: ``kb.detection.iou`` in ``tests/detection/equivalent/iou.toml``."""
    _, *area, name = module.split(".")
    return tree.tests.joinpath(*area, "equivalent", f"{name}.toml")


def read(path: Path, module: str) -> Iterator[Equivalent]:
    """The entries of a file; none where there is no file.

    Raises:
        ValueError: it is not valid TOML, or an entry has too few or too many fields.
    """
    if not path.is_file():
        return
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}: {error}") from None
    if content.keys() - {"equivalent"} or not isinstance(content.get("equivalent"), list):
        raise ValueError(f"{path}: expected nothing but [[equivalent]] tables")
    for number, entry in enumerate(content["equivalent"], start=1):
        _check(path, number, entry)
        for mutated in entry["mutants"]:
            exercises = tuple(entry.get("exercises", ()))
            yield Equivalent(path, module, entry["function"], entry["line"], mutated, entry["why"], exercises)


def _check(path: Path, number: int, entry: Mapping[str, Any]) -> None:
    for name in sorted(NEEDED.keys() - entry.keys()):
        raise ValueError(f"{path}: entry {number} lacks {name}")
    for name, value in entry.items():
        kind = ALLOWED.get(name)
        if kind is None:
            raise ValueError(f"{path}: entry {number} has {name}; expected {', '.join(ALLOWED)}")
        texts = value if isinstance(value, list) else [value]
        if not isinstance(value, kind) or not texts or not all(isinstance(t, str) and t for t in texts):
            what = "a text" if kind is str else "a list of texts"
            raise ValueError(f"{path}: {name} of entry {number} should be {what}")


def stale(
    entries: Sequence[Equivalent],
    survived: Mapping[str, Sequence[Mutant]],
    made: Mapping[str, Sequence[Mutant]],
) -> Iterator[Finding]:
    """Entries about mutants that do not exist, or that cases do reject.

    Args:
        entries: all of them.
        survived: by exercise; of those that could be graded.
        made: by exercise; of all.
    """
    for entry in entries:
        there = [name for name in made if entry.concerns(name) and any(map(entry.matches, made[name]))]
        graded = [name for name in there if name in survived]
        rejected = [name for name in graded if not any(map(entry.matches, survived[name]))]
        where = f"{entry.path}: {entry.function}"
        if not there:
            yield Finding(where, f"no mutant reads `{entry.mutated}`; take the entry out")
        elif rejected:
            yield Finding(
                where, f"{rejected[0]} does reject `{entry.mutated}`; take it out, or name `exercises`"
            )
