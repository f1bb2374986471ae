"""Bilinear resize: rows by hand in both conventions, clamping, one pixel, both axes, shrinking, dtypes."""

import numpy as np
import pytest

from kb.grader.cases.differences import gradient_agrees
from kb.segmentation.unet_resize import bilinear_resize


def row(values):
    """An image of these columns, in two equal rows: one row alone would be a special case of aligned corners."""
    return np.array([[[values, values]]], dtype=float)


def test_shape(solution, rng):
    x = rng.normal(size=(2, 3, 5, 7))
    solution(x, (11, 6)).close(bilinear_resize(x, (11, 6)))


@pytest.mark.parametrize(
    ("x", "width", "expected"),
    [
        pytest.param([0, 8], 4, [0, 2, 6, 8], id="2 to 4: the ends are clamped"),
        pytest.param([0, 6], 3, [0, 3, 6], id="2 to 3"),
        pytest.param([10, 20, 30, 40], 8, [10, 12.5, 17.5, 22.5, 27.5, 32.5, 37.5, 40], id="4 to 8"),
        pytest.param([10, 20, 30, 40], 2, [15, 35], id="4 to 2: between the pixels"),
        pytest.param([10, 20, 30], 1, [20], id="3 to 1: the middle"),
        pytest.param([10, 20, 30, 70], 1, [25], id="4 to 1: between the two in the middle"),
        pytest.param([0, 100, 0, 0, 100, 0], 2, [100, 100], id="6 to 2: no antialiasing"),
        pytest.param([3, 1, 4], 3, [3, 1, 4], id="the same size"),
        pytest.param([5], 3, [5, 5, 5], id="1 to 3"),
        pytest.param([-4, 4], 4, [-4, -2, 2, 4], id="negative"),
    ],
)
def test_edges_aligned(solution, x, width, expected):
    solution(row(x), (2, width)).close(row(expected))


@pytest.mark.parametrize(
    ("x", "width", "expected"),
    [
        pytest.param([0, 6], 4, [0, 2, 4, 6], id="2 to 4: from end to end"),
        pytest.param([0, 6], 3, [0, 3, 6], id="2 to 3"),
        pytest.param([10, 20, 30, 40], 7, [10, 15, 20, 25, 30, 35, 40], id="4 to 7: every half"),
        pytest.param([10, 20, 30, 40], 2, [10, 40], id="4 to 2: the corners"),
        pytest.param([10, 20, 30], 1, [10], id="3 to 1: the first"),
        pytest.param([3, 1, 4], 3, [3, 1, 4], id="the same size"),
        pytest.param([5], 3, [5, 5, 5], id="1 to 3"),
        pytest.param([5], 1, [5], id="1 to 1"),
        pytest.param([0, 9, 0, 9], 3, [0, 4.5, 9], id="4 to 3"),
    ],
)
def test_corners_aligned(solution, x, width, expected):
    solution(row(x), (2, width), align_corners=True).close(row(expected))


@pytest.mark.parametrize("align", [False, True])
def test_columns(solution, align):
    """The same down the rows."""
    expected = [0, 2, 4, 6] if align else [0, 1.5, 4.5, 6]
    solution(np.swapaxes(row([0, 6]), 2, 3), (4, 2), align).close(np.swapaxes(row(expected), 2, 3))


def test_both_axes(solution):
    expected = [[0, 2, 4], [4, 6, 8], [8, 10, 12]]
    solution(np.array([[[[0.0, 4], [8, 12]]]]), (3, 3)).close(np.array([[expected]], dtype=float))


def test_size_is_height_and_width(solution, rng):
    solution(rng.normal(size=(1, 1, 4, 4)), (3, 9)).has_shape(1, 1, 3, 9)


@pytest.mark.parametrize("align", [False, True])
@pytest.mark.parametrize(
    "size",
    [(11, 13), (3, 4), (5, 13), (10, 7), (1, 9), (9, 1), (1, 1), (2, 2)],
    ids=lambda s: f"{s[0]} x {s[1]}",
)
def test_sizes(solution, rng, size, align):
    x = rng.normal(size=(2, 3, 5, 7))
    solution(x, size, align_corners=align).close(bilinear_resize(x, size, align))


def test_a_ramp_stays_a_ramp(solution):
    """Linear interpolation of a straight line is exact, with the corners aligned over its whole length."""
    x = np.arange(5.0) * 3 - 2
    solution(row(x), (2, 9), align_corners=True).close(row(np.arange(9) * 1.5 - 2))


def test_channels_do_not_mix(solution):
    x = np.array([[[[0.0, 8]], [[100, 100]]], [[[5, 5]], [[8, 0]]]])
    expected = [[[[0.0, 2, 6, 8]], [[100] * 4]], [[[5] * 4], [[8, 6, 2, 0]]]]
    solution(x, (1, 4)).close(np.array(expected))


def test_empty_batch(solution):
    solution(np.zeros((0, 2, 3, 4)), (5, 6)).close(np.zeros((0, 2, 5, 6)))


@pytest.mark.parametrize("align", [False, True])
def test_read_only_and_not_contiguous(solution, rng, align):
    x = np.asfortranarray(rng.normal(size=(4, 3, 6, 5)))[::2, :, ::-1]
    x.flags.writeable = False
    solution(x, (9, 4), align).close(bilinear_resize(x, (9, 4), align))


@pytest.mark.parametrize("align", [False, True])
def test_float32(solution, rng, align):
    x = rng.uniform(-1, 1, (2, 3, 13, 11)).astype(np.float32)
    # Where a coordinate is rounded, a weight is off by that much of a difference of neighbors.
    solution(x, (31, 17), align).close(bilinear_resize(x.astype(float), (31, 17), align), scale=10)


@pytest.mark.gradient
@pytest.mark.parametrize("align", [False, True])
def test_gradient(solution, rng, align):
    """A pixel gets the gradient of the outputs that read it, with the weights with which they did."""
    gradient_agrees(solution, bilinear_resize, rng, rng.normal(size=(1, 2, 4, 5)), (6, 3), align)
