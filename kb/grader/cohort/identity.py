"""Digests of everything that a verdict depends on besides the answer: the exercise and the grader."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kb.bank.model.question import Code

LIBRARIES = ("numpy", "torch", "pytest")
MACHINE = Path(__file__).resolve().parent.parent


def of_exercise(exercise: Code) -> str:
    """A digest of the files in the exercise's folder and of the file of its reference."""
    inside = sorted(path for path in exercise.folder.rglob("*") if path.is_file())
    files = [path for path in inside if not any(part[0] in "._" for part in path.parts[-2:-1])]
    named = [(path.relative_to(exercise.folder).as_posix(), path) for path in files if path.name[0] != "."]
    if (reference := _reference(exercise)) is not None:
        named.append((f"reference {exercise.reference}", reference))
    return _digest(named)


@cache
def of_machine() -> str:
    """A digest of the grader's files, with the versions of the libraries that it and the answers use."""
    files = sorted(MACHINE.rglob("*.py"))
    digest = _digest((path.relative_to(MACHINE).as_posix(), path) for path in files)
    versions = [f"{name} {version}" for name in LIBRARIES if (version := _version(name))]
    return ", ".join([f"kb {_version('kb') or 'not installed'} ({digest[:12]})", *versions])


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _reference(exercise: Code) -> Path | None:
    try:
        found = importlib.util.find_spec(exercise.reference.partition(":")[0])
    except (ImportError, ValueError):
        return None  # the cases report that it is missing
    return Path(found.origin) if found is not None and found.has_location and found.origin else None


def _digest(files: Iterable[tuple[str, Path]]) -> str:
    digest = hashlib.sha256()
    for name, path in files:
        raw = path.read_bytes()
        digest.update(f"{name}\0{len(raw)}\0".encode())
        digest.update(raw)
    return digest.hexdigest()
