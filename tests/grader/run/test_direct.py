"""Cases that are called without pytest's machinery say what they say with it; cases that need it get it."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.bank import load_one
from kb.bank.model.question import Code
from kb.grader import Answer, Verdict, Zygotes, grade_many
from kb.grader.run import direct, plugin

HERE = Path(__file__).parents[1]
RIGHT = "def scale(x, factor):\n    return x * factor\n"
SOURCES = [
    RIGHT,
    "import torch\n" + RIGHT,
    RIGHT.replace("*", "+"),
    "def scale(:",
    "x = 1",
    RIGHT.replace("x *", "0 *"),
]

MIXED = """
    import numpy as np
    import pytest

    X = np.array([1.0, 2.0, 4.0])
    seen = []


    def test_plain(solution):
        solution(X, 3.0).close(3 * X)


    @pytest.mark.parametrize(("x", "factor"), [(X, 2.0), (X[:0], 2.0)], ids=["three", "none"])
    def test_parameters(solution, x, factor):
        solution(x, factor).close(factor * x)


    def test_drawn(solution, rng):
        x = rng.random(3)
        seen.append(x[0])
        assert len(set(seen)) == 1  # the same for every answer
        solution(x, 2.0).close(2 * x)


    def test_without_an_answer(rng):
        assert rng is not None


    @pytest.fixture
    def doubled(request):
        return 2 * request.param


    @pytest.mark.parametrize("doubled", [1.5], indirect=True)
    def test_indirect(solution, doubled):
        assert doubled == 3.0
        solution(X, doubled).close(3 * X)


    def test_other_fixture(solution, tmp_path):
        assert not list(tmp_path.iterdir())
        (tmp_path / "x").touch()
        solution(X, 1.0).close(X)


    class TestInside:
        def test_method(self, solution):
            solution(X, 1.0).close(X)


    @pytest.mark.xfail(strict=True)
    def test_marked(solution):
        solution(X, 2.0).close(X)


    def test_default(solution, factor=2.0):
        solution(X, factor).close(factor * X)


    @pytest.mark.filterwarnings("ignore")
    def test_warns(solution):
        np.zeros(1) / np.zeros(1)
        solution(X, 1.0).close(X)
"""
OWN_FIXTURES = """
    import numpy as np
    import pytest

    X = np.array([1.0, 2.0, 4.0])
    prepared = []


    @pytest.fixture
    def rng():
        return "mine"


    def setup_function(function):
        prepared.append(function.__name__)


    def test_own(solution, rng):
        assert rng == "mine"
        assert prepared.pop() == "test_own"
        solution(X, 2.0).close(2 * X)
"""


@pytest.fixture
def exercise(tmp_path: Path) -> Callable[[str], Code]:
    """The toy exercise with other cases."""

    def make(cases: str) -> Code:
        shutil.copytree(HERE / "toybank", tmp_path / "bank")
        file = tmp_path / "bank" / "toy" / "scale" / "test_scale.py"
        file.write_text(textwrap.dedent(cases), encoding="utf-8")
        return load_one((tmp_path / "bank",), "toy/scale")

    return make


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """For each answer, the cases that were simply called."""
    found: list[set[str]] = []
    run = direct.run

    def spy(item: pytest.Item) -> bool:
        if item.name == "loads":
            found.append(set())
        done = run(item)
        if done:
            found[-1].add(plugin.case_id(item))
        return done

    monkeypatch.setattr(direct, "run", spy)
    return found


def graded(exercise: Code, zygotes: Zygotes, *sources: str) -> list[dict[str, Any]]:
    answers = [Answer(Path("answer.py"), source) for source in sources]
    return [untimed(verdict) for verdict in grade_many(answers, exercise, seed=1, zygotes=zygotes)]


def untimed(verdict: Verdict) -> dict[str, Any]:
    told = verdict.as_json()
    return told | {"tests": [test | {"milliseconds": 0} for test in told["tests"]]}


@pytest.mark.parametrize("name", ["toy/scale", "toy/linear", "toy/counter"])
def test_the_same_verdicts_as_through_pytest(
    name: str, zygotes: Zygotes, called: list[set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    toy = load_one((HERE / "toybank",), name)
    sources = [path.read_text(encoding="utf-8") for path in (*toy.accepted, *toy.mistakes)]
    sources += SOURCES if name == "toy/scale" else []
    quick = graded(toy, zygotes, *sources)
    assert all(called)
    monkeypatch.setattr(direct, "run", lambda item: False)
    assert quick == graded(toy, zygotes, *sources)


def test_only_what_is_a_plain_function_is_called(
    exercise: Callable[[str], Code], zygotes: Zygotes, called: list[set[str]]
) -> None:
    first, second, third = graded(exercise(MIXED), zygotes, RIGHT, RIGHT, RIGHT)
    plain = {
        "loads",
        "test_plain",
        "test_parameters[three]",
        "test_parameters[none]",
        "test_drawn",
    }
    assert called[0] == called[1] == called[2] == plain | {"test_without_an_answer"}
    for one, two, three in zip(first["tests"], second["tests"], third["tests"], strict=True):
        assert one == two == three
    bad = {test["id"]: test["outcome"] for test in first["tests"] if test["outcome"] != "passed"}
    assert set(bad) <= {"test_marked"}  # whatever pytest makes of its mark


def test_a_module_with_fixtures_of_its_own_keeps_them(
    exercise: Callable[[str], Code], zygotes: Zygotes, called: list[set[str]]
) -> None:
    first, second = graded(exercise(OWN_FIXTURES), zygotes, RIGHT, RIGHT)
    assert first["outcome"] == second["outcome"] == "passed"
    assert called == [{"loads"}, {"loads"}]


def test_a_case_that_compares_nothing_is_an_error_of_the_grader(
    exercise: Callable[[str], Code], zygotes: Zygotes
) -> None:
    cases = "import numpy as np\ndef test_nothing(solution):\n    solution(np.ones(3), 2.0)\n"
    first, second = graded(exercise(cases), zygotes, RIGHT, RIGHT)
    assert first == second and first["outcome"] == "grader error"
