"""The built wheel, alone in an empty environment and in any folder: it asks, and it grades."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.dev.tree import Tree

Run = Callable[..., subprocess.CompletedProcess[str]]
ROOT = Tree.here().root


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def run(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """``python -m kb.quiz`` of the wheel, in an environment that has nothing else."""
    place = tmp_path_factory.mktemp("empty")
    venv.create(place / "env", with_pip=True)
    python = place / "env" / "bin" / "python"
    constraints = str(ROOT / "constraints.txt")
    install = [
        str(python),
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "-c",
        constraints,
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True, timeout=540)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST", "KB_"))
    }
    environment["KB_HOME"] = str(place / "home")

    def run(*arguments: str, typed: str = "", cwd: Path = place) -> subprocess.CompletedProcess[str]:
        command = [str(python), "-m", "kb.quiz", *arguments]
        return subprocess.run(
            command, cwd=cwd, env=environment, input=typed, capture_output=True, text=True, timeout=120
        )

    return run


def test_the_bank_travels_with_it(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in sorted((ROOT / "questions").rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            assert f"kb/{path.relative_to(ROOT).as_posix()}" in names
    assert not any(name.startswith(("docs/", "tests/", "questions/")) for name in names)


def test_its_metadata(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    lines = archive.read(metadata).decode().splitlines()
    assert "Version: 0.1.0" in lines
    assert "Requires-Python: >=3.11" in lines
    assert "License-Expression: MIT" in lines
    assert "Requires-Dist: torch==2.13.0; extra == 'torch'" in lines
    unconditional = [line for line in lines if line.startswith("Requires-Dist:") and "extra" not in line]
    assert not any("torch" in line or "mkdocs" in line for line in unconditional)


def test_a_session(run: Run) -> None:
    done = run("--topic", "detection/iou/predict-negative-sides", typed="-3 -3 9\n")
    assert done.returncode == 0, done.stderr
    assert "Right" in done.stdout
    assert "1 answered: 1 right" in done.stdout


def test_grading(run: Run, tmp_path: Path) -> None:
    started = run("new", "detection/nms", cwd=tmp_path)
    assert started.returncode == 0, started.stderr
    starter = run("grade", "nms.py", cwd=tmp_path)
    assert starter.returncode == 1, starter.stderr
    for accepted in sorted((ROOT / "questions/detection/nms/accepted").glob("*.py")):
        text = accepted.read_text(encoding="utf-8")
        (tmp_path / "nms.py").write_text("# question: detection/nms\n" + text, encoding="utf-8")
        done = run("grade", "nms.py", cwd=tmp_path)
        if "import torch" in text:
            assert done.returncode == 2
            assert "torch, which is not installed here" in done.stderr
        else:
            assert done.returncode == 0, done.stdout + done.stderr
            assert done.stdout.startswith("PASSED")
