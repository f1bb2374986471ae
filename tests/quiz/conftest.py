"""A small bank with every kind of question, a home of its own, and the program as a subprocess or on a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KNOWLEDGE = r"""
questions:
  - id: pick
    rev: 1
    kind: single
    level: 1
    frequency: core
    prompt: What does greedy NMS do at $\mathrm{IoU} = N_t$?
    options:
      - text: It keeps the box, only $\mathrm{IoU} > N_t$ goes.
        why: The rule is strict.
        right: true
      - text: It drops the box.
        why: That would be `>=`.
      - text: It halves the score.
        why: That is soft-NMS.
    why: The comparison is part of the contract.
    page: how-it-works
    hints: [Read the rule aloud., Is there an or-equal in it?]
    sources: ["arXiv:1311.2524, section 2.2"]
    tags: [thresholds]
  - id: tick
    rev: 1
    kind: multiple
    level: 1
    frequency: core
    prompt: Which are symmetric?
    options:
      - text: IoU
        why: Both of its parts are.
        right: true
      - text: GIoU
        why: So is the hull.
        right: true
      - text: Recall
        why: Only one side is in the denominator.
    why: A quotient is symmetric when both of its sides are.
    page: in-30-seconds
  - id: number
    rev: 1
    kind: numeric
    level: 1
    frequency: core
    prompt: Two unit squares overlap in one half of each. IoU?
    answer: 0.3333333
    tolerance: 0.001
    compute: 0.5 / 1.5
    wrong:
      - value: 0.5
        why: That is the share of one square.
    why: $\frac{0.5}{1 + 1 - 0.5} = \frac{1}{3}$.
    page: in-30-seconds
    hints: [How large is the union?]
  - id: drawn
    rev: 1
    kind: numeric
    level: 2
    frequency: common
    prompt: How many values has an array of {{n}} by {{m}}?
    vars:
      n: [3, 5, 7]
      m: [2, 11]
    compute: n * m
    unit: values
    wrong:
      - compute: n + m
        why: Sizes multiply.
    why: Every row has all columns.
    page: in-30-seconds
  - id: shape
    rev: 1
    kind: shape
    level: 1
    frequency: core
    prompt: "`a` is (3, 4), `b` is (2, 4). The shape of `box_iou(a, b)`?"
    answer: 3x2
    compute: (3, 2)
    wrong:
      - value: 2x3
        why: Rows are of the first argument.
    why: Every box of `a` meets every box of `b`.
    page: reference-implementation
  - id: order
    rev: 1
    kind: order
    level: 1
    frequency: core
    prompt: Put the steps of greedy NMS in order.
    steps: [Sort by score., Keep the best., Drop what overlaps it., Begin again.]
    why: Each kept box is compared with what is left.
    page: how-it-works
  - id: prints
    rev: 1
    kind: predict
    level: 2
    frequency: common
    prompt: What does this print?
    snippet: |
      print([1, 2])
      print(3)
    answer: |-
      [1, 2]
      3
    why: Two calls, two lines.
    page: derivation
  - id: wrong-line
    rev: 1
    kind: bug
    level: 2
    frequency: common
    prompt: This is meant to double its input without changing it. Which line is wrong?
    exercise: lab/double
    mistake: in_place
    line: x *= 2
    why: It writes into the caller's array.
    page: common-mistakes
  - id: explain
    rev: 1
    kind: open
    level: 3
    frequency: rare
    prompt: Why does training with $1 - \mathrm{IoU}$ stall?
    points: [The gradient is 0 apart., GIoU (广义交并比) has the hull., DIoU has the distance.]
    followups:
      - prompt: What is its range?
        answer: From -1 to 1.
      - prompt: And for nested boxes?
        answer: It equals the IoU.
    why: A loss has to say which way to go.
    page: derivation
"""
EXERCISE = {
    "question.yaml": """
        kind: code
        rev: 1
        title: Double an array
        level: 1
        frequency: core
        minutes: 5
        entry: double
        page: lab/everything#reference-implementation
        reference: kb.detection.iou:box_area
        prompt: Return twice the input, leaving it as it is.
        why: The smallest exercise there is.
        hints: [Mind the caller's array., Two operators do it.]
        sources: [none]
    """,
    "starter.py": """
        # question: lab/double


        def double(x):
            raise NotImplementedError
    """,
    "test_double.py": """
        import numpy as np


        def test_values(solution):
            solution(np.array([1.0, 2.0, 4.0])).close(np.array([2.0, 4.0, 8.0]))
    """,
    "mistakes/in_place.py": '''
        """The input is doubled in place.

        `*=` writes into the array of the caller.

        Caught by: test_values
        """


        def double(x):
            x *= 2
            return x
    ''',
    "mistakes/squared.py": '''
        """The input is squared.

        Twice a number is not its square.

        Caught by: test_values
        """


        def double(x):
            return x**2
    ''',
    "accepted/plus.py": '''
        """A sum."""


        def double(x):
            return x + x
    ''',
}
RIGHT = "# question: lab/double\ndef double(x):\n    return x + x\n"
SQUARED = "# question: lab/double\ndef double(x):\n    return x * x\n"


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bank with one area, one page with every kind, and one exercise."""
    bank = tmp_path_factory.mktemp("bank")
    (bank / "lab").mkdir()
    (bank / "lab" / "everything.yaml").write_text(KNOWLEDGE, encoding="utf-8")
    for name, text in EXERCISE.items():
        file = bank / "lab" / "double" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return bank


@dataclass
class Program:
    """``python -m kb.quiz`` with a bank, a home and a folder of its own."""

    bank: Path
    home: Path
    folder: Path

    def environment(self, **more: str) -> dict[str, str]:
        kept = {
            name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ
        }
        base = {
            "PYTHONPATH": str(ROOT),
            "KB_HOME": str(self.home),
            "KB_BANK": str(self.bank),
            "LANG": "C.UTF-8",
        }
        return kept | base | {"HOME": str(self.home), "TERM": "xterm-256color"} | more

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "kb.quiz", *arguments]

    def run(
        self, *arguments: str, answers: str | bytes | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run to the end; ``answers`` are piped in, None is /dev/null."""
        raw = answers.encode() if isinstance(answers, str) else answers
        found = subprocess.run(
            self.command(*arguments),
            **({"stdin": subprocess.DEVNULL} if raw is None else {"input": raw}),
            capture_output=True,
            cwd=self.folder,
            env=self.environment(**environment),
            timeout=120,
            check=False,
        )
        out, err = found.stdout.decode("utf-8"), found.stderr.decode("utf-8")
        return subprocess.CompletedProcess(found.args, found.returncode, out, err)

    def ask(self, name: str, *lines: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """One question of the page, asked by its id, with these lines piped in."""
        return self.run(
            "--topic",
            f"lab/everything/{name}",
            "--seed",
            "1",
            answers="".join(f"{line}\n" for line in lines),
            **environment,
        )

    def write(self, text: str, name: str = "double.py") -> Path:
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return file

    def history(self) -> list[dict[str, object]]:
        from kb.progress import Store

        with Store.open(self.home / "progress.db") as store:
            return store.export()


@pytest.fixture
def quiz(lab: Path, tmp_path: Path) -> Iterator[Program]:
    (tmp_path / "home").mkdir()
    (tmp_path / "work").mkdir()
    return Program(lab, tmp_path / "home", tmp_path / "work")  # type: ignore[return-value]


Spawn = Callable[..., "object"]
