"""RoIAlign: planes on which interpolation is exact, one cell, the border from both sides, all ratios."""

import numpy as np
import pytest

from kb.detection.two_stage import roi_align
from kb.grader.cases.differences import gradient_agrees


def f32(values):
    return np.array(values, dtype=np.float32)


PLANE = f32([[[2.0 * x + 3.0 * y for x in range(19)] for y in range(13)]])  # 2x + 3y


def regions(rng, n, height, width):
    """Some reach beyond the map."""
    corner = rng.uniform(-0.2, 0.8, (n, 2)) * [width, height]
    return np.concatenate([corner, corner + rng.uniform(0.05, 0.6, (n, 2)) * [width, height]], axis=1)


def test_shape(solution, rng):
    solution(f32(rng.normal(size=(3, 11, 13))), f32(regions(rng, 4, 88, 104)), (5, 7), 1 / 8, 2).has_shape(
        4, 3, 5, 7
    )


def test_one_cell(solution):
    """The region of cell (2, 3) at a stride of 8, in one bin with one sample: the cell itself."""
    features = f32(np.arange(70.0).reshape(2, 5, 7))
    solution(features, f32([[24.0, 16, 32, 24]]), (1, 1), 1 / 8, 1).close(features[None, :, 2:3, 3:4])


def test_every_cell(solution):
    """The whole map in as many bins as it has cells is the map."""
    features = f32(np.arange(70.0).reshape(2, 5, 7) ** 1.5)
    solution(features, f32([[0.0, 0, 56, 40]]), (5, 7), 1 / 8, 1).close(features[None])


@pytest.mark.parametrize("ratio", [1, 2, 3])
def test_a_plane(solution, ratio):
    """On 2x + 3y every bin has the value at its center, however many samples it has."""
    x = 4 + 2 * np.arange(4) + 1 - 0.5  # the region is 4..12 by 2..10 in cells, in 2 x 4 bins
    y = 2 + 4 * np.arange(2) + 2 - 0.5
    expected = (2 * x + 3 * y[:, None])[None, None]
    # Values of up to 50 are mixed with rounded weights.
    solution(PLANE, f32([[32.0, 16, 96, 80]]), (2, 4), 1 / 8, ratio).close(expected, scale=50)


def test_nothing_is_rounded(solution):
    """Moved by 3 pixels of 8, the value moves by 3/8 of a cell's step."""
    boxes = f32([[16.0, 16, 48, 48], [19, 16, 51, 48], [16, 21, 48, 53]])
    first = 2 * 3.5 + 3 * 3.5
    expected = np.array([first, first + 2 * 3 / 8, first + 3 * 5 / 8]).reshape(3, 1, 1, 1)
    # As on the plane above.
    solution(PLANE, boxes, (1, 1), 1 / 8, 2).close(expected, scale=50)


def test_a_region_below_a_cell(solution):
    """A region of 2 x 1 pixels at a stride of 8, in 1 x 2 bins: no minimum size."""
    x = np.array([40.5, 41.5]) / 8 - 0.5
    expected = (2 * x + 3 * (32.5 / 8 - 0.5)).reshape(1, 1, 1, 2)
    # As on the plane above.
    solution(PLANE, f32([[40.0, 32, 42, 33]]), (1, 2), 1 / 8, 1).close(expected, scale=50)


@pytest.mark.parametrize(
    ("x1", "expected"),
    [
        pytest.param(-0.25, 5.0, id="index -0.75: clamped to the first cell"),
        pytest.param(-0.5, 5.0, id="index -1: clamped"),
        pytest.param(-0.75, 0.0, id="index -1.25: zero"),
        pytest.param(4.25, 8.0, id="index 3.75: clamped to the last cell"),
        pytest.param(4.5, 8.0, id="index 4, the width: clamped"),
        pytest.param(4.75, 0.0, id="index 4.25: zero"),
    ],
)
@pytest.mark.parametrize("along", ["x", "y"])
def test_border(solution, along, x1, expected):
    """A region without width: all samples at one index. The map has 4 cells, 5 to 8."""
    row = f32([5.0, 6, 7, 8])
    features = np.broadcast_to(row, (4, 4)) if along == "x" else np.broadcast_to(row[:, None], (4, 4))
    box = [x1, 1, x1, 3] if along == "x" else [1, x1, 3, x1]
    solution(features[None].copy(), f32([box]), (1, 1), 1.0, 1).close([[[[expected]]]])


def test_some_samples_outside(solution):
    """Four samples at -2.125, -1.375, -0.625 and 0.125 in a map of ones: two of them count."""
    solution(f32(np.ones((1, 6, 6))), f32([[-2.0, 2, 1, 3]]), (1, 1), 1.0, 4).close([[[[0.5]]]])


@pytest.mark.parametrize("ratio", [1, 2, 4])
def test_random(solution, rng, ratio):
    # Between 5 and 7 cells of a stride of 8 a rounding of a coordinate of 100 is worth 1e-5 of a step; redrawn
    # until no sample is near the places where it starts to count as 0.
    while True:
        features, boxes = rng.normal(size=(3, 11, 17)), regions(rng, 6, 88, 136)
        lengths = boxes[:, 2:] - boxes[:, :2]
        near = False
        for axis, (bins, cells) in enumerate(((7, 17), (5, 11))):
            places = (np.arange(bins * ratio) + 0.5) / (bins * ratio)
            index = (boxes[:, axis, None] + lengths[:, axis, None] * places) / 8 - 0.5
            near |= bool((np.abs(index + 1) < 1e-3).any() or (np.abs(index - cells) < 1e-3).any())
        if not near:
            break
    expected = roi_align(features, boxes, (5, 7), 1 / 8, ratio)
    # A rounding of a coordinate of 100 is worth 1e-5 of a step between two cells.
    solution(f32(features), f32(boxes), (5, 7), 1 / 8, ratio).close(expected, scale=200)


def test_read_only_and_not_contiguous(solution, rng):
    features = f32(rng.normal(size=(8, 9, 3))).transpose(2, 0, 1)
    boxes = np.asfortranarray(f32([[3.0, 5, 40, 33], [10, 2, 21, 60]]))
    features.flags.writeable = boxes.flags.writeable = False
    # Rounded weights, as above.
    solution(features, boxes, (2, 3), 1 / 8, 2).close(
        roi_align(features.astype(np.float64), boxes.astype(np.float64), (2, 3), 1 / 8, 2), scale=50
    )


def test_no_regions(solution):
    solution(f32(np.ones((3, 4, 5))), f32(np.zeros((0, 4))), (2, 3), 0.25, 2).has_shape(0, 3, 2, 3)


def test_float64(solution, rng):
    """The result is as exact as the inputs: float32 in between would show."""
    features, boxes = rng.normal(size=(2, 9, 8)), np.array([[3.0, 5, 40, 33], [10, 2, 21, 60]]) + 1 / 3
    solution(features, boxes, (2, 3), 1 / 8, 2).close(roi_align(features, boxes, (2, 3), 1 / 8, 2))


@pytest.mark.gradient
def test_gradient(solution, rng):
    """A cell gets it with the weights with which the bins read it. The second region leaves the map."""
    boxes = f32([[1, 2, 6, 9], [-3, -2.5, 12, 5]])
    gradient_agrees(solution, roi_align, rng, f32(rng.normal(size=(2, 4, 5))), boxes, (1, 3), 0.5, 2)
