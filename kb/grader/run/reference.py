"""Grade a reference with the cases of its exercise, in this process: for contributors, never for a learner's file."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from kb.bank.model.question import Code
from kb.grader.answer.file import Answer
from kb.grader.model.device import CPU
from kb.grader.model.limits import LIMITS
from kb.grader.model.verdict import Verdict
from kb.grader.process.source import Library
from kb.grader.run.attempt import EVERYTHING, Attempt, Scope
from kb.grader.run.driver import run_attempts
from kb.grader.worker import wire


def _serve() -> ModuleType:
    """The worker's own code, so that a reference sees arguments exactly as an answer does."""
    path = Path(__file__).parents[1] / "worker" / "serve.py"
    spec = importlib.util.spec_from_file_location("_trusted_serve", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class HereLink:
    """What a Link is to a worker, for a function or a class in this process."""

    limits = LIMITS

    def __init__(self, function: Callable[..., Any], library: Library):
        self.pid = os.getpid()
        self.printed = bytearray()
        self.usable = True
        self._serve = _serve()
        self._server = self._serve.Server(wire, {"library": library, "device": CPU, "name": "reference"})
        self._server.entry, self._server.name = function, getattr(function, "__name__", "the reference")

    def exchange(
        self, header: dict[str, Any], buffers: list[Any], seconds: float
    ) -> tuple[dict[str, Any], bytes]:
        body = memoryview(b"".join(buffers))
        try:
            reply, results = self._server.perform(header, body)
        except Exception as error:
            reply, results = self._serve.describe(error, wire, "reference"), []
        return reply, b"".join(results)

    def leave_memory(self, extra: int) -> None:
        """Nothing: the memory of this process is not the reference's alone."""

    def close(self) -> None:
        pass


class Here:
    """What the workers of an answer are to an attempt: this process."""

    layers: tuple[str, ...] = ()
    orphaned = False

    def __init__(self, function: Callable[..., Any], library: Library):
        self._link = HereLink(function, library)

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
