"""The cases of all exercises pass under an older NumPy: nothing rests on the random stream or the version of a library.

The environment is made for it, without torch. Where that NumPy cannot be installed (no package index, no wheel for this
Python) the test is skipped; KB_REQUIRE_OLDER_NUMPY=1 makes that a failure.
"""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
import venv
from pathlib import Path

import pytest

from kb.dev.tree import Tree

ROOT = Tree.here().root
OLDER = "2.0.2"  # the oldest line that pyproject.toml allows
PROGRAM = Path(__file__).with_name("older_numpy.py")


def without(name: str, requirements: list[str]) -> list[str]:
    return [line for line in requirements if re.split(r"[<>=~!]", line)[0].strip().lower() != name]


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with the older NumPy, and with what kb needs, in its pinned versions."""
    place = tmp_path_factory.mktemp("older")
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    (place / "constraints.txt").write_text("\n".join(without("numpy", pinned)), encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*without("numpy", project["dependencies"]), f"numpy=={OLDER}"]
    venv.create(place / "env", with_pip=True)
    python = place / "env" / "bin" / "python"
    install = [
        str(python),
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--only-binary",
        ":all:",
    ]
    command = [*install, "-c", str(place / "constraints.txt"), *needed]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        why = f"NumPy {OLDER} cannot be installed here: {said}"
        if os.environ.get("KB_REQUIRE_OLDER_NUMPY") == "1":
            pytest.fail(why)
        pytest.skip(why)
    return python


@pytest.mark.slow
def test_the_cases_of_all_exercises_pass(older: Path) -> None:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST", "KB_"))
    }
    environment["PYTHONPATH"] = str(ROOT)
    command = [str(older), "-P", str(PROGRAM)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = re.fullmatch(
        rf"NumPy {re.escape(OLDER)}: (\d+) answers, (\d+) cases, 0 failed; torch: False\n", done.stdout
    )
    assert told is not None, done.stdout
    assert int(told[1]) >= 150 and int(told[2]) >= 5000


def test_the_older_one_is_allowed_and_older() -> None:
    """The bound of pyproject.toml is what is tested, and not what everybody runs anyway."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (allowed,) = (line for line in project["dependencies"] if line.startswith("numpy"))
    assert allowed == f"numpy>={OLDER.rpartition('.')[0]}"
    (pinned,) = re.findall(r"^numpy==(.+)$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.M)
    assert [int(part) for part in pinned.split(".")[:2]] > [int(part) for part in OLDER.split(".")[:2]]
