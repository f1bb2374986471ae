"""The cost of the installed pytest plugin in a run of pytest that has nothing to do with kb."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from kb.dev.bench.row import Bound, Row, median

GROUP = "The pytest plugin, in a run that does not use it"
PROGRAM = """
import time
import pytest
begun = time.perf_counter()
import kb.grader.run.plugin
print(time.perf_counter() - begun)
"""


def measure(rounds: int) -> Iterator[Row]:
    """Import the plugin in fresh processes after pytest; the first round warms the disk and does not count."""
    seconds = [_imported() for _ in range(rounds + 1)][1:]
    yield Row(GROUP, "import", median(seconds), "s", bound=Bound("value", at_most=0.02), samples=rounds)


def _imported() -> float:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True, timeout=60
    )
    return float(done.stdout)
