"""Sinusoidal positions: the first rows by hand, order of the columns, frequencies, other bases, far positions."""

import numpy as np
import pytest

from kb.attention.positions import sinusoidal_positions

ROUNDED = 1e3  # 0.002 where the result is float32: see test_far_positions


def test_shape(solution):
    solution(7, 10).has_shape(7, 10)


@pytest.mark.parametrize(
    ("length", "dim", "base", "expected"),
    [
        pytest.param(1, 4, 10000.0, [[0, 1, 0, 1]], id="position 0: sine 0, cosine 1"),
        pytest.param(
            3,
            2,
            10000.0,
            [[0, 1], [np.sin(1), np.cos(1)], [np.sin(2), np.cos(2)]],
            id="two columns: the angle is the position",
        ),
        pytest.param(
            2,
            4,
            10000.0,
            [[0, 1, 0, 1], [np.sin(1), np.cos(1), np.sin(0.01), np.cos(0.01)]],
            id="four columns: frequencies 1 and 1/100",
        ),
        pytest.param(
            2,
            6,
            1000.0,
            [
                [0, 1, 0, 1, 0, 1],
                [np.sin(1), np.cos(1), np.sin(0.1), np.cos(0.1), np.sin(0.01), np.cos(0.01)],
            ],
            id="base 1000, six columns: 1, 1/10, 1/100",
        ),
        pytest.param(
            2,
            8,
            16.0,
            [
                [0, 1] * 4,
                [f(a) for a in (1, 0.5, 0.25, 0.125) for f in (np.sin, np.cos)],
            ],
            id="base 16, eight columns: 1, 1/2, 1/4, 1/8",
        ),
    ],
)
def test_hand_cases(solution, length, dim, base, expected):
    solution(length, dim, base).close(np.array(expected, dtype=np.float64))


def test_the_base_is_ten_thousand(solution):
    solution(5, 6).close(sinusoidal_positions(5, 6))


def test_by_name(solution):
    solution(length=4, dim=6, base=100.0).close(sinusoidal_positions(4, 6, 100.0))


@pytest.mark.parametrize(("length", "dim"), [(11, 6), (6, 12), (10, 10), (3, 64), (1, 2)], ids=str)
def test_sizes(solution, length, dim):
    solution(length, dim).close(sinusoidal_positions(length, dim))


@pytest.mark.parametrize("base", [2.0, 100.0, 500000.0])
def test_other_bases(solution, base):
    solution(9, 14, base).close(sinusoidal_positions(9, 14, base))


def test_rows_have_a_fixed_length(solution):
    """sin² + cos² is 1 for each pair."""
    result = solution(23, 16)
    result.close(sinusoidal_positions(23, 16))
    squares = (np.asarray(result.value, dtype=np.float64) ** 2).sum(axis=1)
    assert np.abs(squares - 8).max() < 1e-3, "the squares of a row do not sum to dim / 2"


def test_far_positions(solution):
    """Angles of thousands. In float32 they are off by 0.0002, which is forgiven; float16 is not."""
    solution(5003, 4).close(sinusoidal_positions(5003, 4), scale=ROUNDED)


def test_random(solution, rng):
    length, dim, base = int(rng.integers(2, 40)), 2 * int(rng.integers(2, 20)), float(rng.uniform(10, 2e4))
    solution(length, dim, base).close(sinusoidal_positions(length, dim, base))
