"""``python -m kb.dev bench``: what starting and grading cost, as ratios to something named, measured in one run.

The machines that this runs on are shared and noisy: the programs take turns, the median counts, and only the
ratios mean anything from one day to the next.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from kb.dev.tree import Tree

ROUNDS = 7


@dataclass(frozen=True)
class Program:
    """A command that is timed from its start to its end, and the one that it is compared with."""

    name: str
    command: tuple[str, ...]
    against: str | None = None
    at_most: float | None = None


def programs(tree: Tree) -> list[Program]:
    python = sys.executable
    answers = tree.questions / "detection" / "nms" / "accepted"
    quiz = (python, "-m", "kb.quiz")
    grade = (*quiz, "grade", "--no-record", "--question", "detection/nms")
    imports, torch = "import rich.console, yaml", "import torch"
    numpy_answer = next(
        path for path in sorted(answers.glob("*.py")) if "torch" not in path.read_text("utf-8")
    )
    torch_answer = next(
        path for path in sorted(answers.glob("*.py")) if "import torch" in path.read_text("utf-8")
    )
    return [
        Program(imports, (python, "-c", imports)),
        Program(torch, (python, "-c", torch)),
        Program("--list", (*quiz, "--list"), imports, 2.5),
        Program("grade, NumPy", (*grade, str(numpy_answer)), imports),
        Program("grade, torch", (*grade, str(torch_answer)), torch, 2.0),
    ]


def measure(every: list[Program], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Seconds of each program in each round; the first round, which warms the disk, is kept apart as the first."""
    seconds: dict[str, list[float]] = {program.name: [] for program in every}
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"KB_HOME": home}
        for _ in range(rounds + 1):
            for program in every:
                start = time.perf_counter()
                subprocess.run(
                    program.command, env=environment, cwd=home, check=True, capture_output=True, timeout=120
                )
                seconds[program.name].append(time.perf_counter() - start)
    return seconds


def table(every: list[Program], seconds: dict[str, list[float]]) -> str:
    """The medians after the first round, and each one's ratio to what it is compared with."""
    lines = [f"{'program':<28} {'first':>8} {'median':>8}  ratio"]
    middle = {name: statistics.median(values[1:]) for name, values in seconds.items()}
    for program in every:
        line = f"{program.name:<28} {seconds[program.name][0]:>6.2f} s {middle[program.name]:>6.2f} s"
        if program.against is not None:
            line += f"  {middle[program.name] / middle[program.against]:.2f} x `{program.against}`"
        if program.at_most is not None:
            line += f" (at most {program.at_most:g})"
        lines.append(line)
    return "\n".join(lines)


def run(tree: Tree) -> int:
    every = programs(tree)
    print(table(every, measure(every)))
    return 0
