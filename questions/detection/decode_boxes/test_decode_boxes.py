"""Offsets to boxes: each of the four numbers by hand, the cap, round trips, all dtypes and layouts."""

import math

import numpy as np
import pytest

from kb.detection.anchors import decode_boxes, encode_boxes

ANCHOR = [10.0, 20.0, 30.0, 60.0]  # 20 wide, 40 high, center (20, 40)
CAP = math.log(1000 / 16)


def boxes(rng, n, dtype=np.float64):
    """n boxes with unequal sides of at least 1."""
    corner = rng.uniform(-40.0, 40.0, (n, 2))
    return np.concatenate([corner, corner + rng.uniform(1.0, [50.0, 30.0], (n, 2))], axis=1).astype(dtype)


def deltas(rng, n, dtype=np.float64):
    """Below the cap."""
    return rng.uniform(-1.5, 1.5, (n, 4)).astype(dtype)


def test_shape(solution, rng):
    solution(deltas(rng, 5), boxes(rng, 5)).has_shape(5, 4)


@pytest.mark.parametrize(
    ("delta", "expected"),
    [
        pytest.param([0, 0, 0, 0], ANCHOR, id="nothing to change"),
        pytest.param([0.25, 0, 0, 0], [15, 20, 35, 60], id="a quarter of the width to the right"),
        pytest.param([0, 0.25, 0, 0], [10, 30, 30, 70], id="a quarter of the height down"),
        pytest.param([0, 0, math.log(2), 0], [0, 20, 40, 60], id="twice as wide around its center"),
        pytest.param([0, 0, 0, -math.log(4)], [10, 35, 30, 45], id="a quarter of the height"),
        pytest.param([0.5, 0, math.log(2), 0], [10, 20, 50, 60], id="moved and widened: the left edge stays"),
        pytest.param([-2, 3, 0, 0], [-30, 140, -10, 180], id="offsets know no bound"),
    ],
)
def test_hand_cases(solution, delta, expected):
    solution(np.array([delta], dtype=np.float64), np.array([ANCHOR])).close(
        np.array([expected], dtype=np.float64)
    )


@pytest.mark.parametrize(
    ("delta", "expected"),
    [
        pytest.param([0, 0, 9.0, 0], [-492, 0, 508, 16], id="a wide one is 1,000 / 16 times as wide"),
        pytest.param([0, 0, 0, 100.0], [0, -492, 16, 508], id="where exp would overflow in float32"),
        pytest.param(
            [0, 0, 4.0, 0], [8 - 8 * math.exp(4), 0, 8 + 8 * math.exp(4), 16], id="4 is below the cap"
        ),
        pytest.param(
            [0, 0, -6.0, 0], [8 - 8 * math.exp(-6), 0, 8 + 8 * math.exp(-6), 16], id="no lower bound"
        ),
        pytest.param([5.0, -7.0, 0, 0], [80, -112, 96, -96], id="offsets are not capped"),
        pytest.param([0, 0, CAP, CAP], [-492, -492, 508, 508], id="exactly the cap"),
    ],
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_cap(solution, delta, expected, dtype):
    anchor = np.array([[0.0, 0, 16, 16]], dtype=dtype)
    # A side of 1,000 out of one of 16, beside edges at 0.
    solution(np.array([delta], dtype=dtype), anchor).close(np.array([expected], dtype=np.float64), scale=1000)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_random(solution, rng, dtype):
    pair = deltas(rng, 41, dtype), boxes(rng, 41, dtype)
    # Edges near 0 are differences of centers and halves of about 100.
    solution(*pair).close(decode_boxes(*(each.astype(np.float64) for each in pair)), scale=200)


def test_decoding_undoes_encoding(solution, rng):
    wanted, anchors = boxes(rng, 23), boxes(rng, 23)
    # Two roundings: of the offsets and of what is made of them.
    solution(encode_boxes(wanted, anchors), anchors).close(wanted, scale=1000)


def test_read_only_and_not_contiguous(solution, rng):
    pair = np.asfortranarray(deltas(rng, 14))[::2], boxes(rng, 14)[1::2]
    for each in pair:
        each.flags.writeable = False
    # As in test_random.
    solution(*pair).close(decode_boxes(*pair), scale=200)


def test_no_boxes(solution):
    solution(np.zeros((0, 4)), np.zeros((0, 4))).has_shape(0, 4)


@pytest.mark.gradient
def test_gradient(solution, rng):
    """In the offsets, below the cap: d x1 / d tx is the anchor's width, d x1 / d tw minus half the new width."""
    given, anchors = deltas(rng, 7), boxes(rng, 7)
    cotangent = rng.uniform(0.5, 2.0, (7, 4))
    size = anchors[:, 2:] - anchors[:, :2]
    outward = cotangent[:, 2:] - cotangent[:, :2]
    expected = np.hstack(
        [(cotangent[:, :2] + cotangent[:, 2:]) * size, outward * np.exp(given[:, 2:]) * size / 2]
    )
    solution.gradient(given, anchors, cotangent=cotangent).close(expected)
