"""The soft threshold: small cases of all signs, exact zeros, the threshold itself, lam of 0."""

import numpy as np
import pytest

from kb.training.overfitting import soft_threshold


def test_shape(solution, rng):
    solution(rng.normal(size=(3, 5)), 0.5).has_shape(3, 5)


@pytest.mark.parametrize(
    ("w", "expected"),
    [
        pytest.param([3.0, 2.0, 0.75], [2.5, 1.5, 0.25], id="positive: lam less"),
        pytest.param([-3.0, -2.0, -0.75], [-2.5, -1.5, -0.25], id="negative: lam more"),
        pytest.param([0.25, -0.25, 0.0], [0.0, 0.0, 0.0], id="nearer than lam: 0"),
        pytest.param([-4.0, 0.25, 4.0], [-3.5, 0.0, 3.5], id="all three cases"),
        pytest.param([1e4, -1e4], [9999.5, -9999.5], id="far away by the same amount"),
    ],
)
def test_hand_cases(solution, w, expected):
    solution(np.array(w), 0.5).close(np.array(expected))


def test_a_threshold_above_1(solution):
    solution(np.array([5.0, 3.0, -3.0, -3.5, 1.5]), 3.0).close([2.0, 0.0, 0.0, -0.5, 0.0])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_exact_zeros(solution, dtype):
    """Exactly lam away from 0 the result is 0, and not something small."""
    result = solution(np.array([0.5, -0.5, 0.25, -0.125, 0.0, 0.625], dtype=dtype), 0.5)
    (values,) = result.holding([result.value]).parts(1, kind="float")
    result.holding(values == 0).equals([True, True, True, True, True, False])


def test_all_that_is_near_is_exactly_zero(solution, rng):
    """Not 1e-17: a difference of two rounded numbers is not enough."""
    result = solution(rng.uniform(-0.7, 0.7, size=143), 0.7)
    (values,) = result.holding([result.value]).parts(1, kind="float")
    result.holding(values == 0).equals(np.ones(143, dtype=bool))


def test_lam_of_0_changes_nothing(solution):
    solution(np.array([3.0, -2.0, 0.0, 1e-6]), 0.0).close([3.0, -2.0, 0.0, 1e-6])


def test_elements_do_not_matter_to_each_other(solution):
    """A large element beside a small one changes neither the threshold nor the step."""
    solution(np.array([[100.0, 0.75], [0.0, 0.75]]), 0.5).close([[99.5, 0.25], [0.0, 0.25]])


@pytest.mark.parametrize("shape", [(0, 5), (7,), (2, 3, 5), (2, 3, 5, 7)])
def test_any_shape(solution, rng, shape):
    w = rng.normal(size=shape)
    solution(w, 0.5).close(soft_threshold(w, 0.5))


def test_read_only_and_not_contiguous(solution, rng):
    w = rng.normal(size=(6, 14))[::2, ::2]
    w.flags.writeable = False
    solution(w, 0.5).close(soft_threshold(w, 0.5))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("lam", [0.25, 1.5])
def test_random(solution, rng, lam, dtype):
    w = rng.normal(scale=2, size=(11, 13)).astype(dtype)
    solution(w, lam).close(soft_threshold(w.astype(np.float64), lam))
