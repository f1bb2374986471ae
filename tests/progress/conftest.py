"""Answers, questions, and processes of one's own for the tests of the progress file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from kb.bank.model.question import Location, Numeric, Question
from kb.progress import Answered, Rating, Store

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def answered() -> Callable[..., Answered]:
    """An answer; what is not given is filled in."""

    def make(question: str = "detection/nms/order", **fields: Any) -> Answered:
        filled = {"rev": 1, "at": NOON, "right": True, "score": 1.0, "rating": Rating.GOOD} | fields
        return Answered(question=question, **filled)

    return make


@pytest.fixture(scope="session")
def question() -> Callable[..., Question]:
    def make(identity: str = "detection/nms/order", **fields: Any) -> Question:
        filled = {"rev": 1, "level": 1, "frequency": "core", "prompt": "?", "why": "", "answer": 1} | fields
        page = f"{identity.rpartition('/')[0]}#how-it-works"
        return Numeric(id=identity, kind="numeric", page=page, location=Location(Path("nms.yaml")), **filled)

    return make


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the progress file of a test is: in a folder that does not exist yet."""
    return tmp_path / "home" / "progress.db"


@pytest.fixture
def killed(path: Path, answered: Callable[..., Answered]) -> Path:
    """A file as a killed session leaves it: the second of its two answers stands in the log alone."""
    with Store.open(path) as store:
        store.record(answered("detection/nms/one"))
    with Store.open(path) as store:
        store.record(answered("detection/nms/two"))
        aside = path.parent.with_name("aside")
        shutil.copytree(path.parent, aside)
    shutil.rmtree(path.parent)
    aside.rename(path.parent)
    path.with_name("progress.db-shm").unlink()
    assert path.with_name("progress.db-wal").stat().st_size > 0
    return path


@pytest.fixture(scope="session")
def bytes_of() -> Callable[[Path], dict[str, bytes]]:
    """Everything in a folder: a comparison shows what was changed, added or removed."""

    def read(folder: Path) -> dict[str, bytes]:
        return {entry.name: entry.read_bytes() for entry in sorted(folder.iterdir()) if entry.is_file()}

    return read


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that every user can reach (those of ``tmp_path`` are private)."""
    folder = Path(mkdtemp(prefix="kb-test-"))
    folder.chmod(0o755)
    yield folder
    for entry in (folder, *folder.rglob("*")):
        if entry.is_dir():
            entry.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a Python program with pipes; what still runs at the end of the test is killed."""
    running: list[subprocess.Popen[str]] = []

    def run(
        program: str, *arguments: object, under: tuple[str, ...] = (), **variables: str
    ) -> subprocess.Popen[str]:
        environment = {key: value for key, value in os.environ.items() if key != "KB_HOME"} | variables
        process = subprocess.Popen(
            [*under, sys.executable, "-c", program, *map(str, arguments)],
            env=environment | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.communicate()
