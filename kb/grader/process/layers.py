"""Layers of the sandbox: which are left out, which are missing, and what is hidden by them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kb.grader.model.outcome import GraderError
from kb.grader.worker.sandbox.layers import LAYERS as LAYERS
from kb.grader.worker.sandbox.layers import NAMES as NAMES

if TYPE_CHECKING:
    from kb.grader.process.selftest import Hole
    from kb.grader.process.zygote import Zygote, Zygotes


class SandboxError(GraderError):
    """The sandbox that was required is not there, or does not hold, or could not be tested."""


def checked(without: Iterable[str]) -> frozenset[str]:
    """The names of layers to leave out; ValueError for one that is none."""
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


def notice(zygote: Zygote) -> str | None:
    """One line for a learner where the workers of a zygote that is ready lack layers; None where all are there."""
    return lacking(zygote.layers)


def lacking(layers: Collection[str]) -> str | None:
    """As ``notice``, from the layers that a verdict names."""
    absent = [name for name in NAMES if name not in layers]
    if not absent:
        return None
    return f"The sandbox lacks {', '.join(absent)} here; graded all the same. `python -m kb.quiz doctor` says more."


def self_test(zygotes: Zygotes) -> list[Hole]:
    """What an answer could do under these layers; see ``kb.grader.process.selftest.holes``."""
    from kb.grader.process.selftest import holes

    return holes(zygotes)


def require(zygotes: Zygotes) -> None:
    """Raise `SandboxError` unless every layer is there and a worker that tries gets through nowhere.

    A test that cannot be run counts as one that failed.
    """
    try:
        zygote = zygotes.get("numpy")
        zygote.wait_until_ready()
        absent = [layer for layer in LAYERS if layer.name not in zygote.layers]
        found = self_test(zygotes)
    except SandboxError:
        raise
    except Exception as error:
        raise SandboxError(f"the sandbox is required and could not be tested: {error}") from error
    wrong = [f"no {layer.name} ({zygote.missing.get(layer.name, 'left out')})" for layer in absent]
    wrong += [f"a hole: {hole.text}" for hole in found]
    if wrong:
        more = "`python -m kb.quiz doctor` says what to do about each; or grade without --require-sandbox"
        raise SandboxError(f"the sandbox is required and does not hold: {'; '.join(wrong)}. {more}")
