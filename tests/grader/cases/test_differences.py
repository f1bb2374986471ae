"""Central differences, and the comparison of an answer's gradient with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kb.grader import Answer, Zygotes
from kb.grader.cases.caller import Caller
from kb.grader.cases.differences import gradient_agrees, in_float64, numerical_gradient
from kb.grader.cases.solution import Solution
from kb.grader.model.outcome import Failure
from kb.grader.process.connect import connect

RIGHT = "import torch\ndef both(x, y, power=1):\n    return (x * y) ** power, x.sum()\n"
CONSTANT = RIGHT.replace("(x * y)", "(x * y.detach())")
DETACHED = RIGHT.replace("** power", "** power + 0 * x.detach()").replace("(x * y)", "(x * y).detach()")
SCALED = RIGHT.replace(
    "(x * y)", "(x.detach() * 0.5 + x * 0.5) * y"
)  # right values, half of the gradient in x
Agrees = Callable[..., None]


def reference(x: np.ndarray, y: np.ndarray, power: int = 1) -> tuple[np.ndarray, np.ndarray]:
    assert x.dtype == y.dtype == np.float64
    return (x * y) ** power, x.sum()


@pytest.fixture
def agrees(zygotes: Zygotes) -> Iterator[Agrees]:
    links: list[Any] = []

    def run(source: str, dtype: Any = np.float64, **options: Any) -> None:
        answer = Answer(Path("answer.py"), source)

        mine: list[Any] = []

        def start() -> Any:
            if not mine or not mine[-1].usable:
                mine.append(connect(zygotes.get("torch"), answer, "both", 0, "cpu"))
                links.append(mine[-1])
            return mine[-1]

        caller = Caller(start, "both", "torch")
        rng = np.random.default_rng(3)
        x, y = (rng.uniform(1, 2, (2, 3)).astype(dtype) for _ in range(2))
        gradient_agrees(Solution(caller), reference, rng, x, y, **options)
        assert caller.compared

    yield run
    for link in links:
        link.close()


def test_of_a_quadratic_form() -> None:
    """The gradient of sum(c * A x) is Aᵀ c, exactly what a linear map's differences are."""
    a, c = np.array([[1.0, 2, 3], [4, 5, 6]]), np.array([1.0, -2.0])
    found = numerical_gradient(lambda x: a @ x, np.array([0.5, 1e3, -7.0]), c)
    assert found == pytest.approx(a.T @ c, rel=1e-7)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"of": 0}, id="in the first argument"),
        pytest.param({"of": 0, "wrt": (1,)}, id="in the second"),
        pytest.param({"of": 0, "wrt": (0, 1), "power": 3}, id="in both, with a named argument"),
        pytest.param({"of": 1}, id="of the second result"),
        pytest.param({"of": 0, "wrt": (0, 1), "dtype": np.float32}, id="in float32"),
    ],
)
def test_a_right_gradient_agrees(agrees: Agrees, options: dict[str, Any]) -> None:
    agrees(RIGHT, **options)


@pytest.mark.parametrize(
    ("source", "options", "message"),
    [
        pytest.param(DETACHED, {"of": 0}, "no gradient flows", id="detached"),
        pytest.param(
            CONSTANT, {"of": 0, "wrt": (0, 1)}, "does not depend on argument 2", id="one is a constant"
        ),
        pytest.param(SCALED, {"of": 0}, "argument 1", id="half of it"),
    ],
)
def test_another_gradient_does_not(
    agrees: Agrees, source: str, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(Failure) as caught:
        agrees(source, **options)
    assert caught.value.outcome == "wrong gradient"
    assert message in caught.value.message


def test_only_floats_become_float64() -> None:
    assert in_float64(np.ones(2, np.float32)).dtype == np.float64
    index = np.arange(3, dtype=np.int32)
    assert in_float64(index) is index
    assert in_float64((2, 1)) == (2, 1)
