"""Answers in a second under ``grade-all``, and whether its memory stays flat."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from kb.bank.model.question import Code
from kb.dev.bench.pick import of_library
from kb.dev.bench.row import Bound, Row, median
from kb.grader.answer.file import read_answer
from kb.grader.model.verdict import Verdict
from kb.grader.process.source import Library
from kb.grader.process.sources import Zygotes
from kb.grader.run.driver import grade_many

GROUP = "Many answers, two at a time"
WORKERS = 2
LOOK = 0.2  # seconds between two looks at the memory
MEGABYTE = 1 << 20
LONG = 250.0  # milliseconds of one call on the large input of a speed test


def fill(folder: Path, exercises: Sequence[Code], libraries: Sequence[Library], count: int) -> None:
    """``count`` answers, no two with the same text: accepted ones and mistakes of all exercises, in turns.

    Without those that are slow on the large input of a speed test, whether it is allowed (a loop, a matrix of all
    pairs) or not: it is their own seconds that would be measured.
    """
    for library in libraries:
        if not any(of_library(exercise, library) for exercise in exercises):
            raise ValueError(f"no exercise has an accepted answer in {library}")
    wanted = [usable(exercise, libraries) for exercise in exercises]
    turns = itertools.zip_longest(*wanted)
    flat = [(e, p) for turn in turns for e, p in zip(exercises, turn, strict=True) if p is not None]
    for number, (exercise, path) in zip(range(count), itertools.cycle(flat), strict=False):
        text = path.read_text(encoding="utf-8")
        file = folder / f"{number:05d}" / f"{exercise.entry}.py"
        file.parent.mkdir()
        file.write_text(f"# question: {exercise.id}\n{text}\n# {number}\n", encoding="utf-8")


def usable(exercise: Code, libraries: Sequence[Library]) -> list[Path]:
    """The accepted answers and mistakes of an exercise in these libraries that are not slow."""
    answers = [read_answer(path) for path in (*exercise.accepted, *exercise.mistakes)]
    answers = [answer for answer in answers if answer.library in libraries]
    if exercise.performance is None:
        return [answer.path for answer in answers]
    with Zygotes() as zygotes:
        verdicts = grade_many(answers, exercise, zygotes=zygotes, naming=False)
    return [answer.path for answer, verdict in zip(answers, verdicts, strict=True) if not slow(verdict)]


def slow(verdict: Verdict) -> bool:
    timed = [test for test in verdict.tests if test.id.startswith("test_speed")]
    return any(test.milliseconds > LONG or test.outcome == "too slow" for test in timed)


def measure(
    exercises: Sequence[Code], libraries: Sequence[Library], count: int, rounds: int
) -> Iterator[Row]:
    """Rows for the throughput and for the memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        fill(folder / "in", exercises, libraries, count)
        alone = _one_by_one(sorted((folder / "in").rglob("*.py")), rounds)
        took, memory = _together(folder)
    other = "one pytest process for every answer, two at a time"
    bound = Bound("value", at_least=30)
    yield Row(GROUP, "grade-all", count / took, "answers/s", other, alone, bound, count)
    thirds = [
        memory[: len(memory) // 3],
        memory[len(memory) // 3 : -len(memory) // 3],
        memory[-len(memory) // 3 :],
    ]
    if all(thirds):
        first, middle, last = (median(part) for part in thirds)
        flat = Bound("ratio", at_most=1.1)
        yield Row(GROUP, "memory in the first third", first, "MB", samples=len(thirds[0]))
        yield Row(
            GROUP, "memory in the second third", middle, "MB", "the first third", first, flat, len(thirds[1])
        )
        yield Row(
            GROUP, "memory in the last third", last, "MB", "the first third", first, flat, len(thirds[2])
        )


def _together(folder: Path) -> tuple[float, list[float]]:
    """Seconds of ``grade-all``, and the megabytes of its lasting processes at every look."""
    command = [sys.executable, "-m", "kb.quiz", "grade-all", "in", "--out", "out", "--workers", str(WORKERS)]
    environment = os.environ | {"KB_HOME": str(folder / "home")}
    begun = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        memory = []
        with ThreadPoolExecutor(1) as reader:
            assert process.stdout is not None
            said = reader.submit(process.stdout.read)
            while process.poll() is None:
                memory.append(resident(process.pid))
                time.sleep(LOOK)
            took = time.perf_counter() - begun
            if process.returncode not in (0, 1):
                raise ValueError(f"grade-all ended with {process.returncode}: {said.result().strip()[-500:]}")
    return took, memory[len(memory) // 10 :]  # without the start


def resident(pid: int) -> float:
    """Megabytes of a process and of those below it that are older than a worker gets."""
    total = 0
    try:
        every = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    now = time.time()
    for process in every:
        try:
            if process.pid == pid or now - process.create_time() > 5:
                total += process.memory_info().rss
        except psutil.Error:
            continue
    return total / MEGABYTE


def _one_by_one(files: Sequence[Path], rounds: int) -> float:
    """Answers a second where each has a pytest of its own, two at a time."""
    step = max(1, len(files) // (2 * rounds))
    chosen = files[::step][: 2 * rounds]
    begun = time.perf_counter()
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(_alone, chosen))
    return len(chosen) / (time.perf_counter() - begun)


def _alone(file: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--submission", str(file)]
    done = subprocess.run(command, cwd=file.parent, capture_output=True, text=True, timeout=300)
    if done.returncode not in (0, 1):
        raise ValueError(
            f"{json.dumps(command)} ended with {done.returncode}: {done.stdout[-500:]}{done.stderr[-500:]}"
        )
