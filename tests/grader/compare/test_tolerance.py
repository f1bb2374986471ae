"""The one table of tolerances, and that no case goes around it without saying why."""

from __future__ import annotations

import ast
import io
import tokenize
from pathlib import Path

import numpy as np
import pytest

from kb.grader.compare.tolerance import TABLE, for_device, rows, tolerance

QUESTIONS = Path(__file__).parents[3] / "questions"
PRECISIONS, WHATS, DEVICES = ("float16", "float32", "float64"), ("value", "gradient"), ("cpu", "cuda", "mps")
LOOSENS = {"scale", "atol", "rtol"}  # keywords
COMPARES = {"allclose", "isclose", "assert_allclose", "approx"}  # functions
DRAWS = {
    "normal",
    "laplace",
    "gamma",
    "exponential",
    "logistic",
    "gumbel",
    "rayleigh",
}  # whose scale is another one


def test_the_table_is_complete() -> None:
    assert set(TABLE) == {(p, w, d) for p in PRECISIONS for w in WHATS for d in DEVICES}


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.precision}-{row.what}-{row.device}")
def test_every_entry_has_a_reason_and_is_not_absurd(row: object) -> None:
    precision, _, _, relative, absolute, why = row  # type: ignore[misc]
    assert why.endswith(".")
    assert len(why) > 15
    held = np.finfo(precision).eps if precision != "float64" else np.finfo(np.float64).eps
    assert 4 * held < relative < 0.1
    assert 0 < absolute <= relative


def test_a_gradient_is_allowed_more_than_a_value_and_an_accelerator_no_less_than_the_cpu() -> None:
    for precision in PRECISIONS:
        for device in DEVICES:
            value, gradient = tolerance(precision, "value", device), tolerance(precision, "gradient", device)
            assert value.relative < gradient.relative
            assert tolerance(precision, "value", "cpu").relative <= value.relative


def test_a_slip_is_not_forgiven_anywhere() -> None:
    """Float32 results of 1 that miss an epsilon of 1e-3, on any device."""
    for device in DEVICES:
        allowed = tolerance("float32", "value", device)
        assert allowed.absolute + allowed.relative < 1e-3


def test_mps_gets_float32() -> None:
    """It has no float64."""
    third = np.array([1 / 3])
    assert for_device(third, "mps").dtype == np.float32
    assert for_device(third, "cuda") is third
    assert for_device(third.astype(np.float16), "mps").dtype == np.float16
    assert for_device(np.arange(2), "mps").dtype == np.int64
    assert for_device(0.5, "mps") == 0.5
    assert tolerance("float64", "value", "mps").relative == tolerance("float32", "value", "mps").relative


def unexplained(source: str) -> list[int]:
    """The lines on which a tolerance is loosened, or another one used, without a comment there or right above.

    Where the number has a name, the comment may stand at the name.
    """
    comments = {
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    explained = {
        target.id
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and comments & set(range(node.lineno - 1, (node.end_lineno or 0) + 1))
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    statements = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)]
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        words = {
            word.arg
            for word in node.keywords
            if word.arg in LOOSENS and not (isinstance(word.value, ast.Name) and word.value.id in explained)
        }
        if name not in COMPARES and (not words or name in DRAWS):
            continue
        around = [s for s in statements if s.lineno <= node.lineno <= (s.end_lineno or 0)]
        first = max(s.lineno for s in around)  # of the innermost statement
        last = node.end_lineno or node.lineno
        if not comments & set(range(first - 1, last + 1)):
            found.append(node.lineno)
    return found


@pytest.mark.parametrize(
    "path",
    sorted(QUESTIONS.glob("*/*/test_*.py")),
    ids=lambda path: f"{path.parent.parent.name}/{path.parent.name}",
)
def test_no_tolerance_in_a_case_without_a_comment(path: Path) -> None:
    assert unexplained(path.read_text(encoding="utf-8")) == [], f"say in {path} why"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        pytest.param("f(x).close(y, scale=3)\n", [1], id="scale"),
        pytest.param("f(x).close(y, scale=3)  # because\n", [], id="a comment on the line"),
        pytest.param("# because\nf(x).close(y, scale=3)\n", [], id="a comment above"),
        pytest.param("# because\n\nf(x).close(y, scale=3)\n", [3], id="a comment further above"),
        pytest.param("# because\nULPS = 3\nf(x).close(y, scale=ULPS)\n", [], id="a comment at the name"),
        pytest.param("ULPS = 3\n\nf(x).close(y, scale=ULPS)\n", [3], id="a name without a comment"),
        pytest.param("assert np.allclose(a, b)\n", [1], id="allclose"),
        pytest.param("assert a == pytest.approx(b)\n", [1], id="approx"),
        pytest.param("rng.normal(scale=2.0)\n", [], id="a width is no tolerance"),
        pytest.param("# because\nf(\n    x,\n).close(y, atol=1)\n", [], id="several lines"),
        pytest.param(
            "def f():\n    # because\n    g()\n    h(x, rtol=1)\n", [4], id="a comment on another statement"
        ),
    ],
)
def test_the_search_itself(source: str, lines: list[int]) -> None:
    assert unexplained(source) == lines
