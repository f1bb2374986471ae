"""What references said is remembered faithfully: the same values, never the same object, and no time is made up."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from kb.bank import load_one, roots
from kb.detection.iou import box_iou
from kb.grader import Answer, Zygotes, grade_each
from kb.grader.cases import pace
from kb.grader.cases.remember import Memory, references_of, remember
from kb.grader.model.verdict import Verdict


class Counted:
    def __init__(self, answer: Any = None) -> None:
        self.calls = 0
        self.answer = answer

    def function(self) -> Any:
        def twice(x: Any, *, by: Any = 2) -> Any:
            self.calls += 1
            return self.answer if self.answer is not None else x * by

        return twice


X = np.array([1.0, -0.0, np.nan])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(X, X.copy(), id="equal arrays"),
        pytest.param(np.asfortranarray(np.ones((2, 3))), np.ones((2, 3)), id="another layout"),
        pytest.param(0.5, 0.5, id="numbers"),
    ],
)
def test_the_same_question_is_asked_once(first: Any, second: Any) -> None:
    counted = Counted()
    function = Memory().wrap(counted.function())
    assert np.array_equal(function(first), function(second), equal_nan=True)
    assert counted.calls == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param((X,), (X.astype(np.float32),), id="another dtype"),
        pytest.param((np.ones(4),), (np.ones((2, 2)),), id="another shape"),
        pytest.param((np.array([0.0]),), (np.array([-0.0]),), id="another zero"),
        pytest.param((1,), (1.0,), id="an integer and a float"),
        pytest.param((True,), (1,), id="a flag and an integer"),
        pytest.param((np.float32(0.1),), (0.1,), id="a number of NumPy"),
        pytest.param(([1, 2],), ((1, 2),), id="a list and a tuple"),
    ],
)
def test_another_question_is_asked(first: tuple[Any], second: tuple[Any]) -> None:
    counted = Counted()
    function = Memory().wrap(counted.function())
    function(*first)
    function(*second)
    assert counted.calls == 2


def test_named_arguments_count() -> None:
    counted = Counted()
    function = Memory().wrap(counted.function())
    assert [function(3, by=2), function(3, by=5), function(3, by=2)] == [6, 15, 6]
    assert counted.calls == 2


def test_what_a_case_does_to_a_result_or_an_argument_is_not_remembered() -> None:
    function, x = Memory().wrap(Counted().function()), np.ones(3)
    for _ in range(3):
        result = function(x)
        assert result.tolist() == [2, 2, 2]
        result += 7
    x += 1
    assert function(x).tolist() == [4, 4, 4]


def test_inside_a_tuple_too() -> None:
    function = Memory().wrap(Counted((np.zeros(2), [np.ones(2)])).function())
    for _ in range(3):
        zeros, (ones,) = function(1)
        assert (zeros.tolist(), ones.tolist()) == ([0, 0], [1, 1])
        zeros += 1
        ones += 1


@pytest.mark.parametrize("value", [object(), {1: 2}, np.array([None]), np.random.default_rng(1)])
def test_what_cannot_be_copied_is_asked_each_time(value: Any) -> None:
    counted = Counted(1)
    function = Memory().wrap(counted.function())
    assert [function(value), function(value)] == [1, 1]
    assert counted.calls == 2
    counted = Counted(value)
    function = Memory().wrap(counted.function())
    assert function(1) is value
    assert function(1) is value
    assert counted.calls == 2


def test_an_error_is_raised_each_time() -> None:
    function = Memory().wrap(box_iou)
    for _ in range(2):
        with pytest.raises(ValueError):
            function(np.ones((2, 3)), np.ones((2, 4)))


def test_memory_is_bounded() -> None:
    """What was not used for longest is forgotten first."""
    counted = Counted()
    memory = Memory(most=10_000)
    function = memory.wrap(counted.function())
    for size in range(100, 200):
        function(np.ones(size))
    assert memory._bytes <= 10_000
    assert memory._bytes == sum(size for _, size in memory._kept.values())
    assert counted.calls == 100
    function(np.ones(199))
    assert counted.calls == 100
    function(np.ones(100))
    assert counted.calls == 101


def test_only_references_are_wrapped() -> None:
    from kb.grader.report.lines import lines

    def helper() -> None: ...

    cases = ModuleType("test_cases")
    cases.__dict__.update(box_iou=box_iou, lines=lines, helper=helper, np=np, N=3)
    remember(cases)
    assert cases.box_iou is not box_iou
    assert cases.box_iou.__wrapped__ is box_iou
    assert list(references_of(cases)) == ["box_iou"]
    assert (cases.lines, cases.helper, cases.np, cases.N) == (lines, helper, np, 3)
    wrapped = cases.box_iou
    remember(cases)
    assert cases.box_iou is wrapped


def test_the_speed_of_a_reference_is_measured_and_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reference that answers from memory would make every answer too slow."""
    exercise = load_one(roots(None), "detection/box_iou")
    path = next(path for path in exercise.accepted if path.stem == "numpy_broadcast")
    verdicts: list[Verdict] = []
    raced: list[Any] = []
    timed = pace._timed
    monkeypatch.setattr(
        pace, "_timed", lambda reference, call: raced.append(reference) or timed(reference, call)
    )

    def answers() -> Iterator[Answer]:
        for number in range(2):
            yield Answer(path, path.read_text(encoding="utf-8") + f"# {number}\n")

    with Zygotes() as zygotes:
        grade_each(answers(), exercise, verdicts.append, seed=3, zygotes=zygotes)
    assert [verdict.outcome for verdict in verdicts] == ["passed"] * 2
    assert raced == [box_iou] * 2
