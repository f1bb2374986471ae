"""Decoding: the order of axes, columns and rows, anchors in pixels, independent sigmoids, grids that are no squares."""

import math

import numpy as np
import pytest

from kb.detection.yolo import yolo_decode

ONE = np.array([[10.0, 20.0]], dtype=np.float32)
TWO = np.array([[10.0, 20.0], [30.0, 7.0]], dtype=np.float32)
HALF = 0.5


def drawn(rng, images, anchors, classes, height, width, dtype=np.float32):
    raw = rng.normal(0.0, 1.5, (images, anchors * (5 + classes), height, width)).astype(dtype)
    return raw, rng.uniform(4.0, 300.0, (anchors, 2)).astype(dtype)


def expected(raw, anchors, stride):
    return yolo_decode(raw.astype(np.float64), anchors.astype(np.float64), stride)


def test_shape(solution, rng):
    raw, anchors = drawn(rng, 2, 3, 2, 5, 7)
    solution(raw, anchors, 8).has_shape(2, 105, 7)


def zeros(anchors, height, width, classes=0):
    return np.zeros((1, len(anchors) * (5 + classes), height, width), dtype=np.float32)


def changed(anchors, height, width, **numbers):
    """All zeros but for some numbers: ``c7r1x2=0.5`` is channel 7, row 1, column 2."""
    raw = zeros(anchors, height, width)
    for where, value in numbers.items():
        channel, rest = where[1:].split("r")
        row, column = rest.split("x")
        raw[0, int(channel), int(row), int(column)] = value
    return raw


HAND_CASES = pytest.mark.parametrize(
    ("raw", "anchors", "stride", "boxes"),
    [
        pytest.param(
            zeros(ONE, 2, 3),
            ONE,
            16,
            [[x, y, 10, 20, HALF] for y in (8, 24) for x in (8, 24, 40)],
            id="zeros: the anchor in the middle of each cell",
        ),
        pytest.param(zeros(ONE, 1, 1), ONE, 32, [[16, 16, 10, 20, HALF]], id="one cell"),
        pytest.param(
            zeros(TWO, 1, 2),
            TWO,
            8,
            [[4, 4, 10, 20, HALF], [12, 4, 10, 20, HALF], [4, 4, 30, 7, HALF], [12, 4, 30, 7, HALF]],
            id="two anchors: the anchor is slowest",
        ),
        pytest.param(
            changed(
                ONE, 2, 2, c2r0x1=math.log(2), c3r0x1=math.log(4), c0r0x1=math.log(3), c1r0x1=-math.log(3)
            ),
            ONE,
            8,
            [[4, 4, 10, 20, HALF], [14, 2, 20, 80, HALF], [4, 12, 10, 20, HALF], [12, 12, 10, 20, HALF]],
            id="one number in one cell",
        ),
        pytest.param(
            changed(TWO, 1, 2, c5r0x1=math.log(3), c7r0x1=math.log(2), c9r0x0=math.log(7)),
            TWO,
            8,
            [[4, 4, 10, 20, HALF], [12, 4, 10, 20, HALF], [4, 4, 30, 7, 7 / 8], [14, 4, 60, 7, HALF]],
            id="the second anchor",
        ),
        pytest.param(
            zeros(ONE, 1, 1),
            np.array([[0.5, 0.75]], dtype=np.float32),
            32,
            [[16, 16, 0.5, 0.75, HALF]],
            id="an anchor below a pixel",
        ),
        pytest.param(
            changed(ONE, 2, 1, c4r0x0=math.log(3), c4r1x0=-math.log(3)),
            ONE,
            4,
            [[2, 2, 10, 20, 3 / 4], [2, 6, 10, 20, 1 / 4]],
            id="objectness is a probability",
        ),
    ],
)


@HAND_CASES
def test_hand_cases(solution, raw, anchors, stride, boxes):
    """With one class, of which nothing is known."""
    height, width = raw.shape[2:]
    parts = raw.reshape(len(anchors), 5, height, width)
    with_class = np.concatenate([parts, np.zeros_like(parts[:, :1])], axis=1)
    solution(with_class.reshape(1, -1, height, width), anchors, stride).close(
        np.array([[[*box, HALF] for box in boxes]], dtype=np.float64)
    )


@HAND_CASES
def test_without_classes(solution, raw, anchors, stride, boxes):
    solution(raw, anchors, stride).close(np.array([boxes], dtype=np.float64))


def test_classes_are_independent(solution):
    """Two classes may both be likely, and none is multiplied by the objectness of 1/4."""
    raw = zeros(ONE, 1, 1, classes=3)
    raw[0, 4:, 0, 0] = [-math.log(3), math.log(3), math.log(7), -math.log(4)]
    solution(raw, ONE, 8).close(np.array([[[4, 4, 10, 20, 1 / 4, 3 / 4, 7 / 8, 1 / 5]]]))


@pytest.mark.parametrize(
    ("tw", "th"), [pytest.param(6, -6, id="6 and -6"), pytest.param(-12, 12, id="-12 and 12")]
)
def test_large_numbers(solution, tw, th):
    """Certain centers and scores; a size far beyond the anchor is not cut, nor one far below."""
    raw = zeros(ONE, 1, 1, classes=1)
    raw[0, :, 0, 0] = [40, -40, tw, th, 40, -40]
    e = math.exp
    small = e(-40)
    solution(raw, ONE, 16).close(np.array([[[16, 16 * small, 10 * e(tw), 20 * e(th), 1, small]]]))


@pytest.mark.parametrize(
    ("images", "anchors", "classes", "height", "width"),
    [
        pytest.param(0, 3, 2, 2, 3, id="no images"),
        pytest.param(2, 3, 0, 3, 2, id="no classes"),
        pytest.param(1, 1, 1, 7, 1, id="one column"),
        pytest.param(1, 5, 1, 1, 7, id="one row"),
    ],
)
def test_edges(solution, rng, images, anchors, classes, height, width):
    raw, sizes = drawn(rng, images, anchors, classes, height, width)
    solution(raw, sizes, 16).close(expected(raw, sizes, 16))


@pytest.mark.parametrize("stride", [8, 32])
def test_random(solution, rng, stride):
    raw, anchors = drawn(rng, 2, 3, 4, 5, 7)
    solution(raw, anchors, stride).close(expected(raw, anchors, stride))


def test_read_only_and_not_contiguous(solution, rng):
    raw, anchors = drawn(rng, 4, 2, 3, 3, 5)
    raw = np.asfortranarray(raw)[::2]
    raw.flags.writeable = anchors.flags.writeable = False
    solution(raw, anchors, 8).close(expected(raw, anchors, 8))


def test_float64(solution, rng):
    """The result is as exact as the inputs: a float32 array in between would show."""
    raw, anchors = drawn(rng, 2, 3, 2, 3, 5, np.float64)
    solution(raw, anchors, 8).close(expected(raw, anchors, 8))
