"""Right answers in other styles: each says which it is, keeps to it, and none is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.bank.model.question import Code
from kb.dev.prove import styles
from kb.dev.tree import Tree
from kb.grader import Answer

Build = Callable[..., Tree]
Only = Callable[[Tree], Code]


def test_a_style_that_is_missing(shop: Build, exercise: Only) -> None:
    tree = shop("shop_styles")
    folder = tree.questions / "toy" / "clip" / "accepted"
    assert list(styles.check(exercise(tree))) == []
    for name, style in (
        ("numpy_maximum", "NumPy"),
        ("torch_clamp", "PyTorch"),
        ("python_loop", "Plain Python"),
    ):
        path = folder / f"{name}.py"
        text = path.read_text()
        path.unlink()
        (finding,) = styles.check(exercise(tree))
        assert str(finding) == f"{folder}: needs at least an answer in {style}"
        path.write_text(text)


def test_a_docstring_without_a_style(shop: Build, exercise: Only) -> None:
    tree = shop("shop_docstring")
    extra = tree.questions / "toy" / "clip" / "accepted" / "fast.py"
    extra.write_text('"""Fast."""\nimport numpy as np\n\ndef clip(x, low):\n    return np.maximum(x, low)\n')
    (finding,) = styles.check(exercise(tree))
    assert "its docstring should begin with the style: NumPy, PyTorch, Plain Python" in str(finding)


@pytest.mark.parametrize(
    ("style", "body", "expected"),
    [
        ("NumPy", "import torch", "it imports torch"),
        ("NumPy", "", "it does not import numpy"),
        ("NumPy", "import numpy as np", None),
        ("PyTorch", "import numpy as np", "it does not import torch"),
        ("PyTorch", "from torch import Tensor", None),
        ("Plain Python", "import torch\nfor i in x: pass", "it imports torch"),
        ("Plain Python", "y = 1", "it loops over nothing"),
        ("Plain Python", "y = [v for v in x]", None),
        ("Plain Python", "def f(x):\n    return f(x)", None),
        ("Plain Python", "import numpy as np\nfor v in x: y = np.zeros(3)", None),
        (
            "Plain Python",
            "import numpy as np\nfor v in x: y = np.exp(v)",
            "np.exp computes with whole arrays",
        ),
        (
            "Plain Python",
            "from numpy import exp\nfor v in x: y = exp(v)",
            "np.exp computes with whole arrays",
        ),
    ],
)
def test_an_answer_keeps_to_its_style(style: styles.Style, body: str, expected: str | None) -> None:
    assert styles.departs(Answer(Path("answer.py"), f'"""{style}."""\n{body}\n'), style) == expected


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        pytest.param(
            "kb.detection.iou:box_iou", {"NumPy": 1, "PyTorch": 1, "Plain Python": 1}, id="a function"
        ),
        pytest.param("fractions:Fraction", {"Plain Python": 1}, id="a plain class"),
        pytest.param("torch.nn:Linear", {"PyTorch": 2}, id="a Module"),
    ],
)
def test_what_is_needed(shop: Build, exercise: Only, reference: str, expected: dict[str, int]) -> None:
    found = exercise(shop("shop_needed"))
    assert styles.needed(replace(found, reference=reference)) == expected
