"""AP by the rules voc07, coco and area: order, envelope, unreached recall, no detections, no positives."""

import numpy as np
import pytest

from kb.metrics.detection import average_precision

METHODS = ["voc07", "coco", "area"]
# 2e-6, as for float32: PyTorch divides integers in float32, and the inputs are bools and one integer.
ROUNDED = 2e4


def ranked(hits):
    """A list of 1 and 0 by falling score as bools and scores."""
    return np.array(hits, dtype=bool), np.arange(len(hits), 0, -1) / 10


def draw(rng, positives, dtype=np.float64):
    """61 detections with distinct scores, of which at most ``positives`` hit."""
    matched = rng.random(61) < rng.uniform(0.2, 0.8)
    return matched, rng.permutation(61).astype(dtype) / 7, positives


def test_shape(solution):
    solution(*ranked([1, 0, 1]), 3).has_shape()


@pytest.mark.parametrize("method", METHODS)
def test_perfect(solution, method):
    solution(*ranked([1, 1, 1]), 3, method).close(1.0, scale=ROUNDED)


@pytest.mark.parametrize(
    ("hits", "positives", "voc07", "coco", "area"),
    [
        pytest.param([1], 3, 4 / 11, 34 / 101, 1 / 3, id="one of three: the rest is never reached"),
        pytest.param([0, 1], 1, 1 / 2, 1 / 2, 1 / 2, id="one of one, at rank 2"),
        pytest.param(
            [1, 0, 1],
            3,
            (4 + 3 * 2 / 3) / 11,
            (34 + 33 * 2 / 3) / 101,
            5 / 9,
            id="two of three, one miss between",
        ),
        pytest.param(
            [1, 0, 0, 1, 1],
            3,
            (4 + 7 * 3 / 5) / 11,
            (34 + 67 * 3 / 5) / 101,
            1 / 3 + 2 / 3 * 3 / 5,
            id="the envelope: 3/5 at rank 5 beats 2/4 at rank 4",
        ),
        pytest.param([0, 0, 0], 7, 0.0, 0.0, 0.0, id="nothing hit"),
        pytest.param([1, 1, 0, 0, 0], 2, 1.0, 1.0, 1.0, id="misses below the last hit cost nothing"),
        pytest.param([1], 53, 1 / 11, 2 / 101, 1 / 53, id="one of 53: recall 0 counts in a grid"),
    ],
)
@pytest.mark.parametrize("method", METHODS)
def test_hand_cases(solution, method, hits, positives, voc07, coco, area):
    expected = {"voc07": voc07, "coco": coco, "area": area}[method]
    solution(*ranked(hits), positives, method).close(expected, scale=ROUNDED)


def test_coco_is_the_default(solution):
    solution(*ranked([1]), 3).close(34 / 101, scale=ROUNDED)


@pytest.mark.parametrize("method", METHODS)
def test_any_order(solution, method):
    """Ranked: hit, miss, hit of three."""
    matched, scores = np.array([False, True, True]), np.array([0.5, 0.9, 0.1])
    expected = {"voc07": 6 / 11, "coco": 56 / 101, "area": 5 / 9}[method]
    solution(matched, scores, 3, method).close(expected, scale=ROUNDED)


@pytest.mark.parametrize(
    ("matched", "expected"),
    [
        pytest.param([True, False], 1.0, id="the hit stands first"),
        pytest.param([False, True], 0.5, id="the miss stands first"),
    ],
)
@pytest.mark.parametrize("method", METHODS)
def test_equal_scores_keep_their_order(solution, method, matched, expected):
    solution(np.array(matched), np.array([0.5, 0.5]), 1, method).close(expected, scale=ROUNDED)


def test_many_equal_scores(solution, rng):
    """Two values among 40: a sort that is not stable shows."""
    matched, scores = rng.random(40) < 0.5, rng.integers(0, 2, 40) / 2
    expected = average_precision(matched, scores, 43, "area")
    solution(matched, scores, 43, "area").close(expected, scale=ROUNDED)


@pytest.mark.parametrize("method", METHODS)
def test_no_detections(solution, method):
    solution(np.zeros(0, dtype=bool), np.zeros(0), 3, method).close(0.0)


@pytest.mark.parametrize("detections", [0, 3])
@pytest.mark.parametrize("method", METHODS)
def test_no_positives(solution, method, detections):
    solution(np.zeros(detections, dtype=bool), np.arange(detections) / 4, 0, method).close(np.nan)


def test_negative_scores(solution):
    solution(np.array([True, False]), np.array([-3.0, -1.0]), 1, "area").close(0.5)


def test_read_only_and_not_contiguous(solution, rng):
    matched, scores, positives = draw(rng, 67)
    matched, scores = np.repeat(matched, 2)[::2], np.repeat(scores, 2)[::2]
    matched.flags.writeable = scores.flags.writeable = False
    expected = average_precision(matched, scores, positives)
    solution(matched, scores, positives).close(expected, scale=ROUNDED)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("positives", [67, 103])
@pytest.mark.parametrize("method", METHODS)
def test_random(solution, rng, method, positives, dtype):
    """With a prime number of true boxes no recall falls on the grid."""
    case = draw(rng, positives, dtype)
    solution(*case, method).close(average_precision(*case, method), scale=ROUNDED)
