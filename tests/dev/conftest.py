"""A shop with one exercise, whose figures can be counted by hand: numbers are clipped from below."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.bank import load
from kb.bank.model.question import Code
from kb.dev.mutate import reach
from kb.dev.tree import Tree

REFERENCE = '''
"""Numbers, clipped from below."""

import numpy as np


def clip(x, low):
    return np.where(x < low, low, x)
'''

QUESTION = """
kind: code
rev: 1
title: Clip from below
level: 1
frequency: rare
minutes: 1
entry: clip
page: toy/clip#reference-implementation
reference: {reference}
forbid: []
prompt: Replace what is below `low` by it.
why: Two cases decide.
hints: [Think., Think again., Compare.]
sources: [none]
"""

CASES = """
import numpy as np


def test_below(solution):
    solution(np.array([1.0, 2.0]), 2.0).close([2.0, 2.0])


def test_above(solution):
    solution(np.array([2.0, 3.0]), 2.0).close([2.0, 3.0])
"""
# x < low is ==, is or <= here, as far as these can tell.
WEAK_CASES = CASES.replace("def test_below", "def left_out")

ACCEPTED = {
    "numpy_maximum": '"""NumPy, a maximum."""\nimport numpy as np\n\ndef clip(x, low):\n    return np.maximum(x, low)\n',
    "torch_clamp": '"""PyTorch, a clamp."""\nimport torch\n\ndef clip(x, low):\n    return x.clamp(min=low)\n',
    "python_loop": '"""Plain Python over a list."""\n\ndef clip(x, low):\n    return [max(v, low) for v in x.tolist()]\n',
}

MISTAKE = '"""{title}.\n\nIt is wrong.\n\nCaught by: {caught}\n"""\nimport numpy as np\n\ndef clip(x, low):\n    return {result}\n'
MISTAKES = {
    "as_it_was": ("test_below", "x.copy()"),  # [1, 2] and [2, 3]: only test_below
    "all_low": ("test_above", "np.full_like(x, low)"),  # [2, 2] twice: only test_above
    "from_above": ("test_below, test_above", "np.minimum(x, low)"),  # [1, 2] and [2, 2]: both
    "a_little_more": ("test_above", "np.maximum(x, low) + 1"),  # [3, 3] and [3, 4]: both, one is named
}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Tree]:
    """Build a checkout with the exercise ``toy/clip``, whose reference is ``<package>.toy.clip:clip``.

    Each test takes a package of its own: this process remembers the modules that it has read.
    """

    def build(package: str, reference: str = REFERENCE, weak: bool = False) -> Tree:
        monkeypatch.syspath_prepend(tmp_path)
        reach._scope.cache_clear()
        write(tmp_path / package / "__init__.py", "")
        write(tmp_path / package / "toy" / "__init__.py", "")
        write(tmp_path / package / "toy" / "clip.py", reference)
        folder = tmp_path / "questions" / "toy" / "clip"
        write(folder / "question.yaml", QUESTION.format(reference=f"{package}.toy.clip:clip"))
        write(folder / "test_clip.py", WEAK_CASES if weak else CASES)
        write(
            folder / "starter.py", "# question: toy/clip\ndef clip(x, low):\n    raise NotImplementedError\n"
        )
        for name, text in ACCEPTED.items():
            write(folder / "accepted" / f"{name}.py", text)
        for name, (caught, result) in MISTAKES.items():
            text = MISTAKE.format(title=name.replace("_", " "), caught=caught, result=result)
            write(folder / "mistakes" / f"{name}.py", text)
        return Tree(tmp_path)

    return build


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")


@pytest.fixture
def exercise() -> Callable[[Tree], Code]:
    def only(tree: Tree) -> Code:
        (found,) = load((tree.questions,)).exercises
        return found

    return only
