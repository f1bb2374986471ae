"""Offsets to anchors: each of the four numbers by hand, places far away, all dtypes and layouts."""

import math

import numpy as np
import pytest

from kb.detection.anchors import encode_boxes

ANCHOR = [10.0, 20.0, 30.0, 60.0]  # 20 wide, 40 high, center (20, 40)


def boxes(rng, n, dtype=np.float64):
    """n boxes with unequal sides of at least 1."""
    corner = rng.uniform(-40.0, 40.0, (n, 2))
    return np.concatenate([corner, corner + rng.uniform(1.0, [50.0, 30.0], (n, 2))], axis=1).astype(dtype)


def test_shape(solution, rng):
    solution(boxes(rng, 5), boxes(rng, 5)).has_shape(5, 4)


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        pytest.param(ANCHOR, [0, 0, 0, 0], id="the anchor itself"),
        pytest.param([15, 20, 35, 60], [0.25, 0, 0, 0], id="5 to the right: a quarter of the width"),
        pytest.param([10, 30, 30, 70], [0, 0.25, 0, 0], id="10 down: a quarter of the height"),
        pytest.param([0, 20, 40, 60], [0, 0, math.log(2), 0], id="twice as wide, same center"),
        pytest.param([10, 35, 30, 45], [0, 0, 0, -math.log(4)], id="a quarter of the height, same center"),
        pytest.param(
            [10, 20, 50, 60], [0.5, 0, math.log(2), 0], id="right edge moved by 20: center and width change"
        ),
        pytest.param(
            [0, 10, 30, 60],
            [-0.25, -0.125, math.log(1.5), math.log(1.25)],
            id="upper left corner moved by 10",
        ),
    ],
)
def test_hand_cases(solution, box, expected):
    solution(np.array([box], dtype=np.float64), np.array([ANCHOR])).close(
        np.array([expected], dtype=np.float64)
    )


def test_the_anchor_is_the_measure(solution):
    """A box of 4 x 2 in an anchor of 8 x 4 around (10, 10), with its center 2 to the right."""
    solution(np.array([[10.0, 9, 14, 11]]), np.array([[6.0, 8, 14, 12]])).close(
        [[0.25, 0, -math.log(2), -math.log(2)]]
    )


def test_tiny_boxes(solution):
    """Normalized coordinates: sides of 0.001; an epsilon that could matter shows here."""
    box, anchor = np.array([[0.5, 0.5, 0.501, 0.502]]), np.array([[0.5, 0.5, 0.502, 0.501]])
    # 1e-9 of rounding in a side of 0.001 is 1e-6 of the side.
    solution(box, anchor).close([[-0.25, 0.5, -math.log(2), math.log(2)]], scale=1e6)


def test_boxes_of_a_millionth(solution):
    """Sides of 2**-20, exact in binary beside 0.5: any area is an area, and no floor under the sides stays hidden."""
    box, anchor = (
        np.array([[0.5, 0.5, 0.5 + 2**-20, 0.5 + 2**-19]]),
        np.array([[0.5, 0.5, 0.5 + 2**-19, 0.5 + 2**-20]]),
    )
    # Sides of a millionth of the coordinates: a rounding of a coordinate counts a million times.
    solution(box, anchor).close([[-0.25, 0.5, -math.log(2), math.log(2)]], scale=1e6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_random(solution, rng, dtype):
    pair = boxes(rng, 41, dtype), boxes(rng, 41, dtype)
    # Coordinates up to 90 with sides down to 1: a rounding of a coordinate counts up to 90 times in an offset.
    solution(*pair).close(encode_boxes(*(each.astype(np.float64) for each in pair)), scale=100)


def test_far_from_the_origin(solution, rng):
    pair = boxes(rng, 13) + 1e4, boxes(rng, 13) + 1e4
    solution(*pair).close(encode_boxes(*pair), scale=1e5)  # coordinates of 10,000 with sides down to 1


def test_read_only_and_not_contiguous(solution, rng):
    pair = np.asfortranarray(boxes(rng, 14))[::2], boxes(rng, 14)[1::2]
    for each in pair:
        each.flags.writeable = False
    # As in test_random.
    solution(*pair).close(encode_boxes(*pair), scale=100)


def test_no_boxes(solution):
    solution(np.zeros((0, 4)), np.zeros((0, 4))).has_shape(0, 4)
