"""From a save to its verdict under ``watch``, for every exercise and both libraries."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from kb.bank.model.question import Code
from kb.dev.bench.pick import of_library
from kb.dev.bench.row import Bound, Row, median
from kb.grader.process.source import Library
from kb.grader.process.zygote import ENVIRONMENT

GROUP = "From a save to the verdict, under `watch`"
BOUND = Bound("value", at_most=0.15)
VERDICTS = ("PASSED", "RIGHT SO FAR", "NOT PASSED", "NOT YET")
PAUSE = 0.3  # seconds between a verdict and the next save: nobody types faster
PATIENCE = 60.0


class Watch:
    """A running ``watch``, whose file is saved here and whose verdicts are read here."""

    def __init__(self, folder: Path):
        self.file = folder / "answer.py"
        self._verdicts: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kb.quiz", "watch", "--no-record", self.file.name],
            cwd=folder,
            env=os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith(VERDICTS):
                self._verdicts.put(line)
        self._verdicts.put(None)

    def save(self, text: str) -> float:
        """Seconds from a save to the first line of a verdict, which has to be that of a right answer."""
        time.sleep(PAUSE)
        while not self._verdicts.empty():
            self._verdicts.get()  # the speed of the previous answer
        new = self.file.with_suffix(".new")
        new.write_text(text, encoding="utf-8")
        begun = time.perf_counter()
        new.replace(self.file)
        line = self._verdicts.get(timeout=PATIENCE)
        took = time.perf_counter() - begun
        if line is None or line.startswith("NOT"):
            raise ValueError(f"an accepted answer is told: {(line or 'nothing').strip()}")
        return took

    def close(self) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        assert self._process.stdout is not None
        self._process.stdout.close()


def measure(exercises: Sequence[Code], libraries: Sequence[Library], rounds: int) -> Iterator[Row]:
    """A row for each exercise and library: the median over the saves of its first accepted answer."""
    with tempfile.TemporaryDirectory() as folder:
        watch = Watch(Path(folder))
        try:
            for library in libraries:
                for exercise in exercises:
                    for path in of_library(exercise, library)[:1]:
                        yield _row(watch, exercise, library, path, rounds)
        finally:
            watch.close()


def _row(watch: Watch, exercise: Code, library: Library, path: Path, rounds: int) -> Row:
    """The first save starts what has to be started, and does not count."""
    text = f"# question: {exercise.id}\n{path.read_text(encoding='utf-8')}"
    took = [watch.save(f"{text}# {number}\n") for number in range(rounds + 1)][1:]
    name = f"{exercise.id}, {'PyTorch' if library == 'torch' else 'NumPy'}"
    here = median(_plain(exercise, path, rounds))
    return Row(GROUP, name, median(took), "s", "the same cases in one process", here, BOUND, rounds)


def _plain(exercise: Code, path: Path, rounds: int) -> list[float]:
    command = [sys.executable, "-m", "kb.dev.bench.plain", exercise.id, str(path), str(rounds)]
    alike = os.environ | ENVIRONMENT  # one thread, as a worker has
    done = subprocess.run(command, env=alike, check=True, capture_output=True, text=True, timeout=300)
    found: list[float] = json.loads(done.stdout.splitlines()[-1])
    return found
