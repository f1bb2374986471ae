"""Grade a reference with the cases of its exercise, in this process: for contributors, never for a learner's file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kb.bank.model.question import Code
from kb.grader.answer.file import Answer
from kb.grader.model.verdict import Mistake, Verdict
from kb.grader.process.here import HereLink
from kb.grader.process.zygote import Library
from kb.grader.run.attempt import Attempt
from kb.grader.run.driver import run_attempts


class TrustedAttempt(Attempt):
    """An attempt whose answer is a function or a class of this project."""

    def __init__(self, function: Callable[..., Any], exercise: Code, library: Library, seed: int):
        if is_module(function):
            library = "torch"
        answer = Answer(Path("reference.py"), "import torch\n" if library == "torch" else "import numpy\n")
        super().__init__(answer, exercise, seed=seed)
        self._here = HereLink(function, library)

    def load(self) -> None:
        pass

    def connect(self) -> Any:
        self._here.usable = True
        return self._here

    def disconnect(self) -> None:
        pass

    def mistake(self) -> Mistake | None:
        return None


def is_module(reference: Any) -> bool:
    """Whether it is a class of ``torch.nn.Module``; then torch is loaded, and nothing here has to load it."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(reference, type) and issubclass(reference, torch.nn.Module)


def grade_reference(function: Callable[..., Any], exercise: Code, library: Library, seed: int) -> Verdict:
    """The verdict on a reference; errors as in ``kb.grader.run.driver.grade_many``."""

    def attempts() -> Iterator[Attempt]:
        yield TrustedAttempt(function, exercise, library, seed)

    return run_attempts(attempts(), exercise)[0]
