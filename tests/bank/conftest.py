"""Small banks in a temporary folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of an empty bank."""
    folder = tmp_path / "questions"
    folder.mkdir()
    return folder


@pytest.fixture
def write(root: Path) -> Write:
    """Writes a file of the bank: ``write("detection/nms.yaml", text)``."""

    def write_file(name: str, content: str | bytes) -> Path:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    return write_file


COMMON = """\
  - id: one
    rev: 1
    level: 2
    frequency: common
    prompt: What is it?
    why: Because.
    page: how-it-works
"""

# After the common fields, from line 9 on, what a kind needs; `page_of` puts both together.
KINDS = {
    "single": """\
    kind: single
    options:
      - text: Wrong
        why: No.
      - text: Right
        why: Yes.
        right: true
""",
    "multiple": """\
    kind: multiple
    options:
      - {text: Wrong, why: No.}
      - {text: Right, why: Yes., right: true}
      - {text: Right too, why: Yes., right: true}
""",
    "numeric": """\
    kind: numeric
    answer: 0.25
    tolerance: 1e-3
    unit: pixels
    compute: 1 / 4
    wrong:
      - why: The union was forgotten.
        value: 0.5
      - why: Twice that.
        compute: 2 * 0.25
""",
    "shape": """\
    kind: shape
    answer: 2x3
    compute: np.zeros((2, 3)).shape
    wrong:
      - why: Transposed.
        value: (3, 2)
""",
    "order": """\
    kind: order
    steps: [Sort, Keep, Suppress]
""",
    "predict": """\
    kind: predict
    snippet: |
      print(1)
      print(f"{{x}}")
    answer: |
      1
      {x}
""",
    "bug": """\
    kind: bug
    exercise: detection/box_iou
    mistake: not_clamped
    line: inter = w * h
""",
    "open": """\
    kind: open
    points: [First, Second]
    followups:
      - prompt: And then?
        answer: Then this.
""",
}

DRAWN = """\
  - id: one
    rev: 1
    level: 2
    frequency: common
    prompt: A box of {{w}} by {{ h }}. What is its area?
    why: It is {{w}} times {{h}}.
    page: how-it-works
    kind: numeric
    hints: ['Not {{w}} plus {{h}}.']
    vars:
      w: [2, 3.5]
      h: {from: 1, to: 9}
    compute: w * h
    wrong:
      - why: That is {{w}} plus {{h}}.
        compute: w + h
"""

EXERCISE = """\
kind: code
rev: 1
level: 1
frequency: core
title: IoU of boxes
prompt: Write `box_iou(a, b)`.
why: Because.
page: detection/iou#practice
entry: box_iou
minutes: 12.5
reference: kb.detection.iou:box_iou
forbid: [torchvision.ops.box_iou]
performance:
  at_most: 20
  input: 1000 boxes
"""


def page_of(*bodies: str) -> str:
    """A page's file with these questions."""
    return "questions:\n" + "".join(bodies)


@pytest.fixture(scope="session")
def examples() -> dict[str, str]:
    """A whole file for each kind of question; ``drawn`` has variables, ``code`` is an exercise."""
    pages = {kind: page_of(COMMON + more) for kind, more in KINDS.items()}
    return pages | {"drawn": page_of(DRAWN), "code": EXERCISE}
