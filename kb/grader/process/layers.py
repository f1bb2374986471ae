"""Layers of the sandbox: which are left out, which are missing, and what is hidden by them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from kb.grader.worker.sandbox.layers import LAYERS as LAYERS
from kb.grader.worker.sandbox.layers import NAMES as NAMES


def checked(without: Iterable[str]) -> frozenset[str]:
    """The names of layers to leave out; ValueError for an unknown one."""
    asked = frozenset(without)
    if unknown := sorted(asked - set(NAMES)):
        raise ValueError(f"no layer of the sandbox is called {unknown[0]!r}; there are: {', '.join(NAMES)}")
    return asked


def hidden() -> list[str]:
    """Folders that no worker may read, also where they lie inside one that it must read, as in an installed kb."""
    from kb.bank import BankError, roots

    package = Path(__file__).resolve().parents[2]
    found = {package}
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "questions").is_dir():
        found.add(checkout)
    try:
        found |= {root.resolve() for root in roots(None)}
    except (BankError, OSError):  # told where the bank is loaded; what is built in is covered already
        pass
    return sorted(map(str, found))


def apart(file: Path, *banks: Path) -> tuple[str, ...]:
    """What the worker of an answer may not read besides: the answer's folder, the one that a link leads to, banks."""
    folders = {os.path.dirname(os.path.abspath(file)), os.path.dirname(os.path.realpath(file))}
    return tuple(sorted({*folders, *(os.path.realpath(bank) for bank in banks)}))


def lacking(layers: Collection[str]) -> str | None:
    """One line for a learner where a worker lacked layers; None where all were there."""
    absent = [name for name in NAMES if name not in layers]
    if not absent:
        return None
    return f"The sandbox lacks {', '.join(absent)} here; graded anyway. `python -m kb.quiz doctor` says more."
