"""``pytest --submission FILE``: the same verdict in pytest's own report, wherever it is started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"KB_BANK": str(HERE / "toybank"), "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("PYTEST_ADDOPTS", None)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


def write(folder: Path, source: str) -> str:
    (folder / "scale.py").write_text(f"# question: toy/scale\n{source}")
    return "scale.py"


def test_a_right_answer_passes(tmp_path: Path) -> None:
    name = write(tmp_path, "def scale(x, factor):\n    return x * factor\n")
    done = run(tmp_path, "--submission", name, "--submission-seed", "7")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "answer: scale.py to toy/scale, seed 7" in done.stdout
    assert "PASSED  scale.py answers toy/scale: all 3 tests" in done.stdout
    assert "3 passed, 1 deselected" in done.stdout


def test_a_wrong_answer_fails_with_the_verdict(tmp_path: Path) -> None:
    name = write(tmp_path, "def scale(x, factor):\n    return x + factor\n")
    done = run(tmp_path, "--submission", name)
    assert done.returncode == 1
    assert "wrong value: expected 3 at [0], got 4; 3 of 3 values differ" in done.stdout
    assert "This looks like a known mistake: The factor is added." in done.stdout
    assert "1 failed, 2 passed, 1 deselected" in done.stdout
    assert "Traceback" not in done.stdout


def test_an_answer_that_does_not_load_stops_at_once(tmp_path: Path) -> None:
    done = run(tmp_path, "--submission", write(tmp_path, "def scale(x, factor)\n"))
    assert done.returncode == 1
    assert "syntax or import error: expected ':' at line 2" in done.stdout
    assert "1 failed, 1 deselected" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--submission", "nothing.py"], "nothing.py does not exist"),
        (["--submission", "."], ". is a folder"),
        (["--submission", "scale.py", "--submission-question", "toy/scal"], "did you mean toy/scale?"),
        (["--submission", "scale.py", "--submission-device", "cuda"], "does not use torch"),
    ],
)
def test_wrong_use_is_one_line(tmp_path: Path, arguments: list[str], told: str) -> None:
    write(tmp_path, "def scale(x, factor):\n    return x * factor\n")
    done = run(tmp_path, *arguments)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_without_the_option_nothing_changes(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("def test_it():\n    assert True\n")
    done = run(tmp_path)
    assert done.returncode == 0
    assert "answer:" not in done.stdout
    assert "verdict" not in done.stdout


def test_cases_alone_are_skipped_with_a_reason() -> None:
    done = run(HERE, str(HERE / "toybank/toy/scale/test_scale.py"), "-rs", "--rootdir", str(HERE))
    assert done.returncode == 0, done.stdout
    assert "cases run with --submission FILE" in done.stdout
