"""Programs from their start to their end: the list, and grading one file."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.bank.model.question import Code
from kb.dev.bench.pick import of_library
from kb.dev.bench.row import Bound, Row, median

GROUP = "From start to end"


@dataclass(frozen=True, slots=True)
class Program:
    """A command that is timed from its start to its end, and the one that it is compared with."""

    name: str
    command: tuple[str, ...]
    against: str | None = None
    bound: Bound | None = None


def programs(exercise: Code, libraries: Sequence[str]) -> list[Program]:
    python = sys.executable
    quiz = (python, "-m", "kb.quiz")
    grade = (*quiz, "grade", "--no-record", "--question", exercise.id)
    imports, torch = "import rich.console, yaml", "import torch"
    every = [
        Program(imports, (python, "-c", imports)),
        Program("--list", (*quiz, "--list"), imports, Bound("ratio", at_most=2.5)),
        Program(
            "grade, NumPy",
            (*grade, str(of_library(exercise, "numpy")[0])),
            imports,
            Bound("value", at_most=0.6),
        ),
    ]
    if "torch" in libraries:
        answer = str(of_library(exercise, "torch")[0])
        every.append(Program(torch, (python, "-c", torch)))
        every.append(Program("grade, PyTorch", (*grade, answer), torch, Bound("ratio", at_most=2.0)))
    return every


def measure(every: Sequence[Program], rounds: int) -> Iterator[Row]:
    """Take turns; the first round warms the disk and does not count."""
    seconds: dict[str, list[float]] = {program.name: [] for program in every}
    with tempfile.TemporaryDirectory() as home:
        for _ in range(rounds + 1):
            for program in every:
                seconds[program.name].append(_timed(program.command, Path(home)))
    middle = {name: median(values[1:]) for name, values in seconds.items()}
    for program in every:
        value = middle[program.name]
        against = None if program.against is None else f"`{program.against}`"
        other = None if program.against is None else middle[program.against]
        yield Row(GROUP, program.name, value, "s", against, other, program.bound, rounds)


def _timed(command: Sequence[str], home: Path) -> float:
    environment = os.environ | {"KB_HOME": str(home)}
    # Where it is set, all modules of a fresh clone would be compiled in every start.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = time.perf_counter()
    subprocess.run(
        command,
        env=environment,
        cwd=home,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return time.perf_counter() - begun
