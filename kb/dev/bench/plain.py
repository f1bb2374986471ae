"""The cases of an exercise in one process, without any isolation: ``python -m kb.dev.bench.plain ID ANSWER ROUNDS``.

The answer is imported by this process and called by it, behind the same encoding of the arguments as in a worker; it
is one of the bank's own, never a learner's. Prints the seconds of each round as JSON; tests of the speed are left
out, as in ``watch``, whose verdict comes before them.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb.bank import load_one, roots
from kb.bank.model.question import Code
from kb.grader.answer.file import read_answer
from kb.grader.model.verdict import Verdict
from kb.grader.run.attempt import Attempt
from kb.grader.run.driver import run_attempts
from kb.grader.run.reference import attempt_of


def entry_of(path: Path, exercise: Code) -> Any:
    """What an answer defines, from importing it as a module."""
    spec = importlib.util.spec_from_file_location("plain_answer", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return getattr(module, exercise.entry)


def seconds(path: Path, exercise: Code, rounds: int) -> list[float]:
    """What each round took, without the first, in which much happens for the first time."""
    entry, library = entry_of(path, exercise), read_answer(path).library
    begun = 0.0
    timings: list[tuple[float, float]] = []
    failed: list[str] = []

    def attempts() -> Iterator[Attempt]:
        nonlocal begun
        for _ in range(rounds + 1):
            begun = time.perf_counter()
            yield attempt_of(entry, exercise, library, seed=1)

    def soon(verdict: Verdict) -> None:
        if not timings or timings[-1][0] != begun:
            timings.append((begun, time.perf_counter() - begun))
            failed.extend(test.id for test in verdict.failed)

    run_attempts(attempts(), exercise, lambda verdict: None, soon)
    if failed:
        raise ValueError(f"{path} fails {failed[0]} of {exercise.id}")
    return [took for _, took in timings[1:]]


def main() -> None:
    name, answer, rounds = sys.argv[1:]
    print(json.dumps(seconds(Path(answer), load_one(roots(None), name), int(rounds))))


if __name__ == "__main__":
    main()
