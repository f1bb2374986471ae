"""Early stopping: sequences of values with the answer at every step, and the two attributes."""

import math

import pytest

from kb.training.overfitting_early_stopping import EarlyStopping

NAN = math.nan
# An accuracy that goes up and down, with NaN in places; all numbers are exact in binary.
LONG = [0.5, 0.625, NAN, 0.5, 0.75, 0.75, 0.6875, 0.625, 0.8125, NAN, NAN, NAN, 1.0, 0.5, 0.25, 0.125, 0.0]


def play(stopper, values, expected):
    for value, stop in zip(values, expected, strict=True):
        stopper.step(value).equals(bool(stop))


@pytest.mark.parametrize(
    ("patience", "values", "expected"),
    [
        pytest.param(1, [4.0, 3.0, 2.0, 2.5], [0, 0, 0, 1], id="patience 1: the first worse one"),
        pytest.param(2, [4.0, 5.0, 6.0], [0, 0, 1], id="two worse ones in a row"),
        pytest.param(3, [4.0, 5.0, 6.0, 7.0, 8.0], [0, 0, 0, 1, 1], id="patience 3, and it stays"),
        pytest.param(
            2, [4.0, 5.0, 3.0, 4.0, 4.0], [0, 0, 0, 0, 1], id="an improvement starts the count anew"
        ),
        pytest.param(2, [4.0, 4.0, 4.0], [0, 0, 1], id="equal is no improvement"),
        pytest.param(2, [2.0, 9.0, 8.0, 7.0], [0, 0, 1, 1], id="better than the last one, not than the best"),
        pytest.param(2, [4.0, 5.0, 6.0, 3.0, 5.0], [0, 0, 1, 0, 0], id="False again after an improvement"),
        pytest.param(2, [-1.0, -2.0, -1.5, -1.5], [0, 0, 0, 1], id="negative values"),
    ],
)
def test_sequence(solution, patience, values, expected):
    play(solution.new(patience), values, expected)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([0.25, 0.5, 0.375, 0.375], [0, 0, 0, 1], id="larger is better"),
        pytest.param([0.5, 0.25, 0.125], [0, 0, 1], id="falling"),
        pytest.param([0.5, 0.5, 0.75, 0.5], [0, 0, 0, 0], id="equal, then better"),
    ],
)
def test_accuracy(solution, values, expected):
    play(solution.new(2, mode="max"), values, expected)


@pytest.mark.parametrize(
    ("mode", "values", "expected"),
    [
        pytest.param("min", [4.0, 3.5, 3.25], [0, 1, 0], id="exactly min_delta is none, more is one"),
        pytest.param("min", [4.0, 4.25, 3.0], [0, 1, 0], id="a little worse is none"),
        pytest.param("max", [4.0, 4.5, 4.75], [0, 1, 0], id="the same upwards"),
        pytest.param("max", [4.0, 3.75, 5.0], [0, 1, 0], id="a little worse, upwards"),
    ],
)
def test_min_delta(solution, mode, values, expected):
    play(solution.new(1, min_delta=0.5, mode=mode), values, expected)


def test_small_gains_do_not_move_the_mark(solution):
    """Each is 0.25 better than the one before; together they exceed min_delta at the third."""
    stopper = solution.new(3, 0.5)
    play(stopper, [4.0, 3.75, 3.5, 3.25], [0, 0, 0, 0])
    stopper.attribute("best").equals(3.25)
    stopper.attribute("best_step").equals(3)


@pytest.mark.parametrize(
    ("values", "expected", "best", "best_step"),
    [
        pytest.param([NAN, NAN], [0, 1], None, None, id="only NaN"),
        pytest.param([NAN, 3.0, 4.0, 4.0], [0, 0, 0, 1], 3.0, 1, id="NaN first"),
        pytest.param([NAN, NAN, 3.0, 2.0], [0, 1, 0, 0], 2.0, 3, id="NaN twice, then values"),
        pytest.param([3.0, NAN, NAN, NAN], [0, 0, 1, 1], 3.0, 0, id="diverged"),
        pytest.param([3.0, NAN, 2.0, NAN, 1.0], [0, 0, 0, 0, 0], 1.0, 4, id="NaN between improvements"),
    ],
)
def test_nan(solution, values, expected, best, best_step):
    stopper = solution.new(2)
    play(stopper, values, expected)
    stopper.attribute("best").equals(best)
    stopper.attribute("best_step").equals(best_step)


def test_nan_for_an_accuracy(solution):
    stopper = solution.new(2, mode="max")
    play(stopper, [NAN, 0.5, NAN, NAN], [0, 0, 0, 1])
    stopper.attribute("best").equals(0.5)


def test_attributes(solution):
    stopper = solution.new(2, 0.5)
    stopper.attribute("best").equals(None)
    stopper.attribute("best_step").equals(None)
    play(stopper, [4.0], [0])
    stopper.attribute("best").equals(4.0)
    stopper.attribute("best_step").equals(0)
    play(stopper, [3.75, 5.0], [0, 1])
    stopper.attribute("best").equals(4.0)
    stopper.attribute("best_step").equals(0)
    play(stopper, [1.0, 2.0], [0, 0])
    stopper.attribute("best").equals(1.0)
    stopper.attribute("best_step").equals(3)


def test_zero_is_a_value(solution):
    """A best of 0 and a best_step of 0 are not None."""
    stopper = solution.new(2)
    play(stopper, [0.0, 1.0, 2.0], [0, 0, 1])
    stopper.attribute("best").equals(0.0)
    stopper.attribute("best_step").equals(0)


def test_two_at_once(solution):
    one, other = solution.new(1), solution.new(2)
    play(one, [4.0, 5.0], [0, 1])
    play(other, [1.0, 2.0], [0, 0])
    one.attribute("best").equals(4.0)
    other.attribute("best").equals(1.0)


PAIRS = {
    "the same settings": ({"patience": 2}, {"patience": 2}),
    "another patience": ({"patience": 1}, {"patience": 4}),
    "another min_delta": ({"patience": 2, "min_delta": 0.25}, {"patience": 2}),
    "another mode": ({"patience": 2, "mode": "max"}, {"patience": 2, "mode": "min"}),
}


@pytest.mark.parametrize(("first", "second"), PAIRS.values(), ids=PAIRS)
def test_interleaved(solution, first, second):
    """Two objects take turns, as for a loss and an accuracy; neither may see what the other one is told."""
    settings = (first, second)
    stoppers = [solution.new(**each) for each in settings]
    references = [EarlyStopping(**each) for each in settings]
    for values in zip(LONG, reversed(LONG)):
        for stopper, reference, value in zip(stoppers, references, values):
            stopper.step(value).equals(reference.step(value))
        for stopper, reference in zip(stoppers, references):
            stopper.attribute("best").equals(reference.best)
            stopper.attribute("best_step").equals(reference.best_step)


@pytest.mark.parametrize("min_delta", [0.0, 0.0625, 0.25])
@pytest.mark.parametrize("mode", ["min", "max"])
def test_long_run(solution, mode, min_delta):
    stopper, reference = solution.new(3, min_delta, mode), EarlyStopping(3, min_delta, mode)
    for value in LONG if mode == "max" else [-value for value in LONG]:
        stopper.step(value).equals(reference.step(value))
    stopper.attribute("best").equals(reference.best)
    stopper.attribute("best_step").equals(reference.best_step)


@pytest.mark.parametrize("mode", ["min", "max"])
def test_random(solution, rng, mode):
    stopper, reference = solution.new(2, 0.25, mode), EarlyStopping(2, 0.25, mode)
    for value in (rng.integers(-8, 9, size=25) / 8).tolist():
        stopper.step(value).equals(reference.step(value))
    stopper.attribute("best").equals(reference.best)
    stopper.attribute("best_step").equals(reference.best_step)
