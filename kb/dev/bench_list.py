"""How fast ``--list`` starts, as a ratio to ``python -c "import rich.console, yaml"``: at most 2.5.

    python -m kb.dev.bench_list [--runs N] [--topic T]

The two are run in turns, so that a busy moment hits both; each is told by its median.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

BASE = [sys.executable, "-c", "import rich.console, yaml"]
BOUND = 2.5


def measure(commands: list[list[str]], runs: int) -> list[float]:
    """The median seconds of each command, run in turns after one warm-up."""
    taken: list[list[float]] = [[] for _ in commands]
    for run in range(runs + 1):
        for command, times in zip(commands, taken, strict=True):
            begun = time.perf_counter()
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
            if run:
                times.append(time.perf_counter() - begun)
    return [statistics.median(times) for times in taken]


def main() -> int:
    """Measure and print; 1 where the bound is missed."""
    parser = argparse.ArgumentParser(prog="python -m kb.dev.bench_list", description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--topic")
    args = parser.parse_args()
    listing = [sys.executable, "-m", "kb.quiz", "--list", *(["--topic", args.topic] if args.topic else [])]
    base, took = measure([BASE, listing], args.runs)
    ratio = took / base
    print(f"import rich.console, yaml  {base * 1000:6.1f} ms")
    print(f"kb.quiz --list             {took * 1000:6.1f} ms")
    print(f"ratio                      {ratio:6.2f}    (at most {BOUND})")
    return int(ratio > BOUND)


if __name__ == "__main__":
    sys.exit(main())
