"""Run the cases of all exercises in this process, and print what fails: ``python tests/packaging/older_numpy.py``.

The answers are the references and the right answers that are not written in torch. They are this project's own, so no
worker stands between them and the cases, and a few seconds do. Speed is left out.
"""

from __future__ import annotations

import importlib
import runpy
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from kb.bank import load, roots
from kb.bank.model.question import Code
from kb.grader.answer.file import read_answer
from kb.grader.model.verdict import Verdict
from kb.grader.run.attempt import Scope
from kb.grader.run.driver import run_attempts
from kb.grader.run.reference import attempt_of

SEED = 1


UNTIMED = Scope(timed=False)


def answers(exercise: Code) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The right answers that need no torch, by name."""
    module, _, attribute = exercise.reference.partition(":")
    try:
        yield exercise.reference, getattr(importlib.import_module(module), attribute)
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
    for path in exercise.accepted:
        if read_answer(path).library == "numpy":
            yield str(Path(*path.parts[-4:])), runpy.run_path(str(path))[exercise.entry]


def main() -> int:
    exercises = [question for question in load(roots(None)).questions if isinstance(question, Code)]
    graded, cases, failed = 0, 0, 0
    for exercise in exercises:
        named = list(answers(exercise))
        attempts = [attempt_of(function, exercise, "numpy", SEED, UNTIMED) for _, function in named]
        if not attempts:
            continue
        verdicts: list[Verdict] = []
        run_attempts(iter(attempts), exercise, verdicts.append)
        for (name, _), verdict in zip(named, verdicts, strict=True):
            graded, cases = graded + 1, cases + len(verdict.tests)
            if not verdict.passed:
                failed += 1
                test = verdict.failed[0] if verdict.failed else None
                print(
                    f"{exercise.id}: {name}: {verdict.outcome}: {test.id if test else ''}: {test.message if test else ''}"
                )
    print(
        f"NumPy {np.__version__}: {graded} answers, {cases} cases, {failed} failed; torch: {'torch' in sys.modules}"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
