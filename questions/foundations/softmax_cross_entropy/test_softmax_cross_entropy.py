"""Softmax cross-entropy: loss and gradient, smoothing, ignored rows, large logits, nothing to average."""

import numpy as np
import pytest

from kb.foundations.losses import softmax_cross_entropy
from kb.grader.cases.differences import numerical_gradient
from kb.grader.cases.drawing.logits import ULPS, eighths, logits

LN2, LN3 = float(np.log(2)), float(np.log(3))


def draw(rng, n=7, k=5):
    return logits(rng, n, k).astype(np.float32), rng.integers(0, k, n)


def expected(x, *more):
    return softmax_cross_entropy(x.astype(np.float64), *more)


def test_shape(solution, rng):
    x, targets = draw(rng)
    solution(x, targets).close(expected(x, targets))


@pytest.mark.parametrize(
    ("x", "targets", "loss", "dlogits"),
    [
        pytest.param([[0, 0]], [1], LN2, [[1 / 2, -1 / 2]], id="two equal logits"),
        pytest.param([[3, 3, 3]], [0], LN3, [[-2 / 3, 1 / 3, 1 / 3]], id="three equal logits"),
        pytest.param([[LN3, 0]], [0], np.log(4 / 3), [[-1 / 4, 1 / 4]], id="odds of 3 to 1, right"),
        pytest.param([[LN3, 0]], [1], np.log(4), [[3 / 4, -3 / 4]], id="odds of 3 to 1, wrong"),
        pytest.param([[2]], [0], 0.0, [[0.0]], id="one class"),
        pytest.param(
            [[0, 0], [LN3, 0]],
            [1, 0],
            (LN2 + np.log(4 / 3)) / 2,
            [[1 / 4, -1 / 4], [-1 / 8, 1 / 8]],
            id="mean of two rows",
        ),
    ],
)
def test_hand_cases(solution, x, targets, loss, dlogits):
    solution(np.array(x, dtype=np.float32), np.array(targets)).close((loss, dlogits))


@pytest.mark.parametrize(
    ("share", "loss", "dlogits"),
    [
        pytest.param(0.3, LN3, [[1 / 3 - 0.8, 1 / 3 - 0.1, 1 / 3 - 0.1]], id="0.3 of three classes"),
        pytest.param(1.0, LN3, [[0.0, 0.0, 0.0]], id="all is smoothed"),
    ],
)
def test_smoothing_of_equal_logits(solution, share, loss, dlogits):
    solution(np.zeros((1, 3), dtype=np.float32), np.array([0]), share).close((loss, dlogits))


def test_smoothing_by_hand(solution):
    """Targets 0.9 and 0.1 at probabilities 3/4 and 1/4."""
    loss = -0.9 * np.log(3 / 4) - 0.1 * np.log(1 / 4)
    solution(np.array([[LN3, 0.0]], dtype=np.float32), np.array([0]), label_smoothing=0.2).close(
        (loss, [[-0.15, 0.15]])
    )


def test_the_optimum_of_smoothing(solution):
    """Where softmax is the target the gradient vanishes: 0.9 and twice 0.05."""
    x = np.log([[0.9, 0.05, 0.05]])
    solution(x.astype(np.float32), np.array([0]), 0.15).close((-(np.exp(x) * x).sum(), np.zeros((1, 3))))


@pytest.mark.parametrize(
    ("targets", "ignore", "loss", "dlogits"),
    [
        pytest.param([1, -100], -100, LN2, [[1 / 2, -1 / 2], [0, 0]], id="-100 is the default"),
        pytest.param([-1, 1], -1, np.log(4), [[0, 0], [3 / 4, -3 / 4]], id="-1"),
        pytest.param([255, 0], 255, np.log(4 / 3), [[0, 0], [-1 / 4, 1 / 4]], id="255"),
        pytest.param([0, 1], 0, np.log(4), [[0, 0], [3 / 4, -3 / 4]], id="a valid class: 0"),
        pytest.param([1, 0], 1, np.log(4 / 3), [[0, 0], [-1 / 4, 1 / 4]], id="a valid class: 1"),
    ],
)
def test_ignored_rows(solution, targets, ignore, loss, dlogits):
    """The other row alone makes the mean."""
    x, more = (
        np.array([[0, 0], [LN3, 0]], dtype=np.float32),
        {} if ignore == -100 else {"ignore_index": ignore},
    )
    solution(x, np.array(targets), **more).close((loss, np.array(dlogits, dtype=float)))


def test_one_class_and_an_ignored_row(solution):
    """No other class is there to stand in for the ignored one."""
    solution(np.array([[2.0], [3.0]], dtype=np.float32), np.array([0, -100])).close((0.0, np.zeros((2, 1))))


@pytest.mark.parametrize(
    ("targets", "ignore"),
    [
        pytest.param([-100, -100], -100, id="all are -100"),
        pytest.param([1, 1], 1, id="all are the ignored class"),
        pytest.param([], -100, id="no rows"),
    ],
)
@pytest.mark.parametrize("share", [0.0, 0.1])
def test_nothing_to_average(solution, targets, ignore, share):
    x = np.arange(3.0 * len(targets), dtype=np.float32).reshape(-1, 3)
    solution(x, np.array(targets, dtype=np.int64), share, ignore).close((0.0, np.zeros(x.shape)))


LARGE = pytest.mark.parametrize(
    ("x", "target", "share", "loss", "dlogits"),
    [
        pytest.param([1e4, 0, -1e4], 0, 0.0, 0.0, [0, 0, 0], id="sure and right"),
        pytest.param([1e4, 0, -1e4], 2, 0.0, 2e4, [1, 0, -1], id="sure and wrong"),
        pytest.param([-1e4, -1e4, -1e4], 1, 0.0, LN3, [1 / 3, -2 / 3, 1 / 3], id="all far below 0"),
        pytest.param([1e4, 0, -1e4], 0, 0.3, 3e3, [0.2, -0.1, -0.1], id="sure and right, smoothed"),
    ],
)


@LARGE
def test_large_logits(solution, x, target, share, loss, dlogits):
    # In float32 the numbers near 10,000 are a thousandth apart; an answer may round one of them.
    solution(np.array([x], dtype=np.float32), np.array([target]), share).close(
        (float(loss), np.array([dlogits], dtype=float)), scale=ULPS
    )


def test_offset(solution, rng):
    """A shift of all logits by 10,000 changes nothing."""
    x, targets = eighths(rng, 5, 7), rng.integers(0, 7, 5)
    # Logits near 10,000, rounded in float32.
    solution((x + 1e4).astype(np.float32), targets, 0.1).close(
        softmax_cross_entropy(x, targets, 0.1), scale=ULPS
    )


def test_read_only_and_not_contiguous(solution, rng):
    x, targets = draw(rng)
    x, targets = np.asfortranarray(x), np.repeat(targets, 2)[::2]
    x.flags.writeable = targets.flags.writeable = False
    solution(x, targets).close(expected(x, targets))


@pytest.mark.parametrize("kind", [np.int32, np.int64])
@pytest.mark.parametrize("share", [0.0, 0.15])
def test_random(solution, rng, share, kind):
    x, targets = draw(rng, 11, 7)
    targets[[1, 4]] = -100
    solution(x, targets.astype(kind), share).close(expected(x, targets, share))


def test_random_with_an_ignored_class(solution, rng):
    x, targets = draw(rng, 11, 3)
    targets[:3] = 0, 1, 2
    solution(x, targets, 0.2, 2).close(expected(x, targets, 0.2, 2))


def test_float64(solution, rng):
    """The result is as exact as the inputs: float32 in between would show."""
    x, targets = logits(rng, 7, 5), rng.integers(0, 5, 7)
    solution(x, targets, 0.15).close(expected(x, targets, 0.15))


@LARGE
def test_large_logits_in_float64(solution, x, target, share, loss, dlogits):
    solution(np.array([x]), np.array([target]), share).close((float(loss), np.array([dlogits], dtype=float)))


@pytest.mark.gradient
@pytest.mark.parametrize("share", [0.0, 0.15])
def test_gradient(solution, rng, share):
    x, targets = draw(rng)
    targets[2] = -100
    expected = numerical_gradient(
        lambda at: np.array(softmax_cross_entropy(at, targets, share)[0]), x, np.array(3.0)
    )
    solution.gradient(x, targets, share, cotangent=np.array(3.0), of=0).close(expected)


@pytest.mark.gradient
@pytest.mark.parametrize("rows", [0, 2])
def test_gradient_of_nothing(solution, rows):
    targets = np.full(rows, -100)
    solution.gradient(np.ones((rows, 3), dtype=np.float32), targets, cotangent=np.array(1.0), of=0).close(
        np.zeros((rows, 3))
    )
