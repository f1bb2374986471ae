"""Nothing is left of a grader that was killed: no process, and no folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[4]
SLOW = "# question: detection/box_iou\nimport time\nopen('mine', 'w').write('x')\ntime.sleep(15)\n"


def until(there: Callable[[], object], seconds: float = 60.0) -> bool:
    deadline = time.monotonic() + seconds
    while not there():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def processes(word: str) -> list[str]:
    """Processes with this word in their command line; a zombie has none."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                command = Path(f"/proc/{entry}/cmdline").read_bytes()
            except OSError:
                continue
            if word.encode() in command:
                found.append(entry)
    return found


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for processes in /proc")
def test_a_killed_grader_leaves_nothing(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    answer = tmp_path / "box_iou.py"
    answer.write_text(SLOW)
    environment = os.environ | {"TMPDIR": str(temporary), "KB_HOME": str(tmp_path / "home")}
    grader = subprocess.Popen(
        [sys.executable, "-m", "kb.quiz", "grade", str(answer)],
        cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        # The folder of a worker in that of its zygote: an answer is being loaded.
        assert until(lambda: list(temporary.glob("kb-grader-*/*")))
        time.sleep(0.5)
        assert processes(str(temporary))
    finally:
        grader.send_signal(signal.SIGKILL)
        grader.wait()
    assert until(lambda: not list(temporary.iterdir())), list(temporary.iterdir())
    assert until(lambda: not processes(str(temporary)))


def test_a_grader_that_ends_by_itself_leaves_nothing_either(tmp_path: Path) -> None:
    code = (
        "import os\nfrom kb.grader import Zygotes\nZygotes().get('numpy').wait_until_ready()\nos._exit(0)\n"
    )
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT, env=environment, check=True, timeout=120)
    assert until(lambda: not list(tmp_path.iterdir())), list(tmp_path.iterdir())
