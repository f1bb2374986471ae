"""Folders and environments that try to change a verdict, for the tests of what surrounds an answer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
# Wrong for an empty vector only, so that leaving out one test would make it pass.
WRONG = "# question: toy/scale\n\n\ndef scale(x, factor):\n    return x * factor if len(x) else None\n"
RIGHT = "# question: toy/scale\n\n\ndef scale(x, factor):\n    return x * factor\n"
# Code that gets in leaves a mark where cases were run, for which alone this module is imported.
PAYLOAD = """
import atexit, sys
def leave_a_mark():
    if "kb.grader.run.direct" in sys.modules:
        open({mark!r}, "a").write(__name__)
atexit.register(leave_a_mark)
"""


@dataclass
class Place:
    """A working folder with an answer, a bank, and a mark that only code in the trusted process can leave."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder = self.root / "work"
        self.folder.mkdir()
        self.mark = self.root / "mark"
        shutil.copytree(HERE / "toybank", self.root / "bank")
        self.write("scale.py", WRONG)

    @property
    def payload(self) -> str:
        return PAYLOAD.format(mark=str(self.mark))

    @property
    def cases(self) -> Path:
        return self.root / "bank/toy/scale/test_scale.py"

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """``python -m`` with these words, in the folder."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))
        }
        home = {"KB_HOME": str(self.root / "home"), "KB_BANK": str(self.root / "bank"), "COLUMNS": "200"}
        return subprocess.run(
            [sys.executable, "-m", *command],
            cwd=self.folder,
            env=kept | home | self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def grade(self, *more: str) -> subprocess.CompletedProcess[str]:
        return self.run("kb.quiz", "grade", "scale.py", "--no-record", *more)

    def submit(self, *more: str, file: str = "scale.py") -> subprocess.CompletedProcess[str]:
        return self.run("pytest", "--submission", file, *more)
