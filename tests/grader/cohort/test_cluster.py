"""A real Dask cluster on the loopback: a scheduler and workers, some of which are killed in the middle."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from .conftest import RIGHT, TOYBANK, WRONG, Fill

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
PAUSE = "import time\ntime.sleep(0.15)\n"


def environment(home: Path) -> dict[str, str]:
    return os.environ | {"KB_BANK": str(TOYBANK), "KB_HOME": str(home), "PYTHONPATH": str(ROOT)}


class Cluster:
    """Programs that are started here, and ended by their ids."""

    def __init__(self, folder: Path):
        self.folder = folder
        file = folder / "scheduler.json"
        options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
        self.scheduler = self.start("scheduler", *options)
        until(lambda: file.exists() and bool(file.read_text().strip()))
        self.address: str = json.loads(file.read_text())["address"]
        self.workers: list[subprocess.Popen[bytes]] = []

    def start(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", what, *options]
        log = (self.folder / f"{what}-{time.monotonic_ns()}.log").open("wb")
        with log:
            return subprocess.Popen(
                command, cwd=self.folder, env=environment(self.folder), stdout=log, stderr=subprocess.STDOUT
            )

    def add(self, *options: str, **more: str) -> subprocess.Popen[bytes]:
        own = ["--nthreads", "1", "--no-dashboard", "--local-directory", str(self.folder / "dask")]
        self.workers.append(self.start("worker", self.address, *own, *options))
        return self.workers[-1]

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            for child in (
                psutil.Process(process.pid).children(recursive=True) if process.poll() is None else ()
            ):
                with_patience(child.kill)
            process.kill()
            process.wait()


def with_patience(act: Callable[[], None]) -> None:
    try:
        act()
    except psutil.NoSuchProcess:
        pass


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    (tmp_path / "dask").mkdir()
    running = Cluster(tmp_path)
    try:
        yield running
    finally:
        running.close()


def until(true: Callable[[], bool], seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@contextmanager
def grading(cluster: Cluster, folder: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "kb.quiz", "grade-all", str(folder), "--out", "out"]
    with subprocess.Popen(
        [*command, "--scheduler", cluster.address, *more], cwd=cluster.folder, env=environment(cluster.folder),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def records(cluster: Cluster) -> list[dict[str, Any]]:
    path = cluster.folder / "out" / "verdicts.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_a_worker_that_dies_costs_no_verdict(cluster: Cluster, fill: Fill) -> None:
    """Sixty answers, two workers, one of which is killed in the middle; every layer of the sandbox is required."""
    folder = fill(
        {f"s{number:02}/scale.py": (RIGHT if number % 3 else WRONG) + PAUSE for number in range(60)}
    )
    first, _ = cluster.add("--no-nanny"), cluster.add("--no-nanny")
    with grading(cluster, folder, "--require-sandbox") as process:
        until(lambda: len(records(cluster)) >= 8 or process.poll() is not None)
        first.kill()
        early = len(records(cluster))
        _, errors = process.communicate(timeout=300)
    if "the sandbox is required and does not hold" in errors:
        pytest.skip(errors)
    assert process.returncode == 1, errors
    assert 8 <= early < 60
    found = records(cluster)
    assert [record["file"] for record in found] == [f"s{number:02}/scale.py" for number in range(60)]
    assert [record["outcome"] for record in found] == [
        "passed" if n % 3 else "wrong value" for n in range(60)
    ]
    assert {len(record["sandbox"]) for record in found} == {11}


def test_a_scheduler_that_dies_keeps_what_was_graded(cluster: Cluster, fill: Fill) -> None:
    folder = fill({f"s{number:02}/scale.py": RIGHT + PAUSE for number in range(40)})
    cluster.add("--no-nanny")
    with grading(cluster, folder) as process:
        until(lambda: len(records(cluster)) >= 5 or process.poll() is not None)
        cluster.scheduler.kill()
        _, errors = process.communicate(timeout=120)
    assert process.returncode == 3, errors
    assert f"the cluster at {cluster.address}" in errors and "Traceback" not in errors
    before = records(cluster)
    assert 5 <= len(before) < 40
    local = [sys.executable, "-m", "kb.quiz", "grade-all", str(folder), "--out", "out", "--workers", "2"]
    done = subprocess.run(
        local,
        cwd=cluster.folder,
        env=environment(cluster.folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert f"{len(before)} of 40 are graded already" in done.stderr
    found = records(cluster)
    assert len(found) == len({record["file"] for record in found}) == 40
    assert [record for record in found if record in before] == sorted(
        before, key=lambda record: record["file"]
    )


def test_a_worker_with_another_bank_is_refused(cluster: Cluster, fill: Fill, tmp_path: Path) -> None:
    """Only texts travel; the worker has an exercise of its own, which is not the one that is meant."""
    import shutil

    bank = tmp_path / "bank"
    shutil.copytree(TOYBANK, bank)
    cases = bank / "toy" / "scale" / "test_scale.py"
    cases.write_text(cases.read_text() + "\n# stricter\n")
    folder = fill({f"s{number:02}/scale.py": RIGHT for number in range(4)})
    cluster.add("--no-nanny", "--name", "other")
    with grading(cluster, folder, "--bank", str(bank)) as process:
        # The folder is taken away as soon as the grader has read it: on another machine it would not be there.
        until(lambda: (cluster.folder / "out" / "run.json").exists() or process.poll() is not None)
        bank.rename(tmp_path / "elsewhere")
        _, errors = process.communicate(timeout=120)
    assert process.returncode == 2, errors
    assert "the files of toy/scale differ where it is graded" in errors
    assert not records(cluster)


def test_a_scheduler_without_workers(cluster: Cluster, fill: Fill) -> None:
    with grading(cluster, fill({"a/scale.py": RIGHT})) as process:
        _, errors = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "has no workers" in errors and "--nthreads 1" in errors
