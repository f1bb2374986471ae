"""A plain class: what its method returns, its attributes, and two objects at once."""

import pytest


def test_two_at_once(solution):
    one, other = solution.new(1), solution.new(5)
    one.add(2).equals(True)
    other.add(2).equals(False)
    other.add(4).equals(True)
    one.attribute("total").equals(2)


@pytest.mark.parametrize(
    ("limit", "steps", "expected"),
    [
        pytest.param(3, [1, 1, 1, 1], [False, False, False, True], id="the limit itself is not above"),
        pytest.param(2, [4, -4, 3], [True, False, True], id="down again"),
    ],
)
def test_sequence(solution, limit, steps, expected):
    counter = solution.new(limit=limit)
    for step, above in zip(steps, expected, strict=True):
        counter.add(step).equals(above)


def test_attributes(solution):
    counter = solution.new(9)
    counter.attribute("total").equals(0)
    counter.attribute("last").equals(None)
    counter.add(2).equals(False)
    counter.add(0.5).equals(False)
    counter.attribute("total").equals(2.5)
    counter.attribute("last").equals(0.5)


def test_a_limit_below_zero(solution):
    solution.new_raises(ValueError, -1)
