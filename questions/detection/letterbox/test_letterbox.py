"""Letterbox of boxes: the deciding axis, whole padding, the order of x and y, and what stays as it is."""

import numpy as np
import pytest

from kb.detection.yolo_letterbox import letterbox

BOX = [100.0, 200.0, 300.0, 500.0]


def places(rng, count, dtype=np.float64):
    """Image, input and boxes; no side of the content is near a half."""
    found = []
    while len(found) < count:
        shape, size = rng.integers(20, 1500, 2).tolist(), rng.integers(3, 41, 2).tolist()
        size = [16 * side for side in size]
        scale = min(size[0] / shape[0], size[1] / shape[1])
        if all(abs(side * scale % 1 - 0.5) > 0.01 for side in shape):
            corner = rng.uniform(-20.0, 300.0, (7, 2))
            boxes = np.concatenate([corner, corner + rng.uniform(1.0, 300.0, (7, 2))], axis=1)
            found.append((boxes.astype(dtype), tuple(shape), tuple(size)))
    return found


@pytest.mark.parametrize(
    ("box", "shape", "size", "expected", "scale", "padding"),
    [
        pytest.param(BOX, (640, 640), (640, 640), BOX, 1.0, (0, 0), id="it fits: nothing happens"),
        pytest.param(
            BOX,
            (720, 1280),
            (640, 640),
            [50, 240, 150, 390],
            0.5,
            (0, 140),
            id="a wide image: bars above and below",
        ),
        pytest.param(
            BOX,
            (1280, 720),
            (640, 640),
            [190, 100, 290, 250],
            0.5,
            (140, 0),
            id="a high image: bars left and right",
        ),
        pytest.param(
            BOX,
            (720, 1280),
            (384, 640),
            [50, 112, 150, 262],
            0.5,
            (0, 12),
            id="the smallest rectangle: thin bars",
        ),
        pytest.param(
            [10, 20, 30, 50],
            (100, 160),
            (640, 640),
            [40, 200, 120, 320],
            4.0,
            (0, 120),
            id="a small image is enlarged",
        ),
        pytest.param(
            BOX,
            (600, 600),
            (300, 450),
            [125, 100, 225, 250],
            0.5,
            (75, 0),
            id="a square image in a wide input",
        ),
        pytest.param(
            BOX,
            (600, 600),
            (450, 300),
            [50, 175, 150, 325],
            0.5,
            (0, 75),
            id="a square image in a high input",
        ),
        pytest.param(
            [0, 0, 1280, 720],
            (720, 1280),
            (640, 640),
            [0, 140, 640, 500],
            0.5,
            (0, 140),
            id="the whole image",
        ),
        pytest.param(
            [-40, -20, 1400, 900],
            (720, 1280),
            (640, 640),
            [-20, 130, 700, 590],
            0.5,
            (0, 140),
            id="beyond the image: not clipped",
        ),
        pytest.param(
            [-400, -200, -40, -20],
            (640, 640),
            (320, 320),
            [-200, -100, -20, -10],
            0.5,
            (0, 0),
            id="left of the image: not clipped",
        ),
        pytest.param(
            [0.25, 0.75, 1.5, 2.25],
            (720, 1280),
            (640, 640),
            [0.125, 140.375, 0.75, 141.125],
            0.5,
            (0, 140),
            id="a fraction of a pixel stays",
        ),
        pytest.param(
            [8, 8, 8, 8], (64, 128), (64, 64), [4, 20, 4, 20], 0.5, (0, 16), id="a point stays a point"
        ),
    ],
)
def test_hand_cases(solution, box, shape, size, expected, scale, padding):
    boxes = np.array([box], dtype=np.float64)
    solution(boxes, shape, size).close((np.array([expected], dtype=np.float64), scale, padding))


@pytest.mark.parametrize(
    ("shape", "size", "scale", "padding"),
    [
        pytest.param((7, 8), (8, 8), 1.0, (0, 0), id="one row is left: none above"),
        pytest.param((8, 7), (8, 8), 1.0, (0, 0), id="one column is left: none at the left"),
        pytest.param((5, 8), (8, 8), 1.0, (0, 1), id="three rows are left: one above"),
        pytest.param((8, 3), (8, 8), 1.0, (2, 0), id="five columns are left: two at the left"),
        pytest.param((11, 32), (8, 8), 0.25, (0, 2), id="content of 2.75 rows is rounded to 3"),
        pytest.param((9, 32), (8, 8), 0.25, (0, 3), id="content of 2.25 rows is rounded to 2"),
        pytest.param((32, 15), (8, 8), 0.25, (2, 0), id="content of 3.75 columns is rounded to 4"),
        pytest.param((32, 17), (8, 8), 0.25, (2, 0), id="content of 4.25 columns is rounded to 4"),
        pytest.param((1, 4), (8, 8), 2.0, (0, 3), id="an image of one row"),
        pytest.param((427, 640), (416, 416), 0.65, (0, 69), id="a COCO image: 277.55 rows are 278"),
    ],
)
def test_padding(solution, shape, size, scale, padding):
    """The padding comes in whole pixels; it shifts the boxes, and rounding the content does not scale them."""
    boxes = np.array([[0.0, 0.0, 8.0, 4.0]])
    left, top = padding
    moved = [[left, top, left + 8 * scale, top + 4 * scale]]
    solution(boxes, shape, size).close((np.array(moved), scale, padding))


def test_several_boxes(solution):
    boxes = np.array([[0.0, 0, 2, 4], [6.0, 8, 10, 20], [0.0, 0, 32, 16]])
    expected = np.array([[0.0, 4, 1, 6], [3.0, 8, 5, 14], [0.0, 4, 16, 12]])
    solution(boxes, (16, 32), (16, 16)).close((expected, 0.5, (0, 4)))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_no_boxes(solution, dtype):
    solution(np.zeros((0, 4), dtype=dtype), (720, 1280), (640, 640)).close((np.zeros((0, 4)), 0.5, (0, 140)))


def test_read_only_and_not_contiguous(solution, rng):
    boxes, shape, size = places(rng, 1)[0]
    boxes = np.asfortranarray(boxes)[::2]
    boxes.flags.writeable = False
    solution(boxes, shape, size).close(letterbox(boxes, shape, size))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_random(solution, rng, dtype):
    for boxes, shape, size in places(rng, 12, dtype):
        solution(boxes, shape, size).close(letterbox(boxes.astype(np.float64), shape, size))
