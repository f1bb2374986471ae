"""Grade a reference with the cases of its exercise, in this process: for contributors, never for a learner's file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from kb.bank.model.question import Code
from kb.grader.answer.file import Answer
from kb.grader.model.verdict import Verdict
from kb.grader.process.here import LocalLink
from kb.grader.process.source import Library
from kb.grader.run.attempt import EVERYTHING, Attempt, Scope
from kb.grader.run.driver import run_attempts


class Here:
    """What the workers of an answer are to an attempt: this process."""

    layers: tuple[str, ...] = ()
    orphaned = False

    def __init__(self, function: Callable[..., Any], library: Library):
        self._link = LocalLink(function, library)

    def connect(self) -> Any:
        self._link.usable = True
        return self._link

    def disconnect(self) -> None:
        """Nothing: this process goes on."""


def attempt_of(
    function: Callable[..., Any], exercise: Code, library: Library, seed: int, scope: Scope = EVERYTHING
) -> Attempt:
    """An attempt whose answer is a function or a class of this project."""
    library = "torch" if is_module(function) else library
    answer = Answer(Path("reference.py"), "import torch\n" if library == "torch" else "import numpy\n")
    workers = Here(function, library)
    return Attempt(answer, exercise, seed=seed, workers=workers, scope=replace(scope, searched=False))


def is_module(reference: Any) -> bool:
    """Whether it is a class of ``torch.nn.Module``; then torch is loaded, and nothing here has to load it."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(reference, type) and issubclass(reference, torch.nn.Module)


def grade_reference(function: Callable[..., Any], exercise: Code, library: Library, seed: int) -> Verdict:
    """The verdict on a reference; errors as in ``kb.grader.run.driver.grade_each``."""
    verdicts: list[Verdict] = []
    run_attempts(iter([attempt_of(function, exercise, library, seed)]), exercise, verdicts.append)
    return verdicts[0]
