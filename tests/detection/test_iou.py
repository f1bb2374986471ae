"""The proof of ``kb.detection.iou``: hand cases, exact fractions, counted pixels, pycocotools, shapely."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools import mask

from kb.detection.iou import box_area, box_iou, intersection_and_union

pytestmark = pytest.mark.filterwarnings("error")

PROPERTY = settings(max_examples=60, deadline=None, database=None, derandomize=True)
THIN = 1 / 1024  # exact in binary, and so small that an eps of 1e-7 in a denominator shows


def exact_overlap(one: np.ndarray, other: np.ndarray) -> tuple[Fraction, Fraction, Fraction]:
    """Intersection, union and IoU in rational numbers: no rounding at all."""
    ax1, ay1, ax2, ay2 = (Fraction(float(value)) for value in one)
    bx1, by1, bx2, by2 = (Fraction(float(value)) for value in other)
    width = min(ax2, bx2) - max(ax1, bx1)
    height = min(ay2, by2) - max(ay1, by1)
    both = width * height if width > 0 and height > 0 else Fraction(0)
    either = (ax2 - ax1) * (ay2 - ay1) + (bx2 - bx1) * (by2 - by1) - both
    return both, either, both / either if either else Fraction(0)


def exact_iou(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.array([[float(exact_overlap(one, other)[2]) for other in b] for one in a])


HAND_CASES = [
    pytest.param([0, 0, 4, 2], [0, 0, 4, 2], Fraction(1), id="identical"),
    pytest.param([0, 0, 4, 2], [0, 0, 2, 2], Fraction(1, 2), id="left half"),
    pytest.param([0, 0, 4, 2], [2, 1, 6, 3], Fraction(1, 7), id="shifted by half of each side: 2 of 14"),
    pytest.param([0, 0, 10, 10], [3, 3, 7, 7], Fraction(4, 25), id="one inside the other: areas 16 and 100"),
    pytest.param([0, 3, 10, 5], [4, 0, 7, 11], Fraction(6, 47), id="a cross: no corner inside the other"),
    pytest.param([0, 0, 1, 1], [0.5, 0, 1.5, 1], Fraction(1, 3), id="unit boxes: with + 1 in the sides, 3/5"),
    pytest.param([0, 0, 4, 2], [4, 0, 8, 2], Fraction(0), id="an edge in common"),
    pytest.param([0, 0, 4, 2], [4, 2, 8, 4], Fraction(0), id="a corner in common"),
    pytest.param([0, 0, 4, 2], [5, 0, 9, 2], Fraction(0), id="apart in x, level in y"),
    pytest.param([0, 0, 4, 2], [0, 3, 4, 5], Fraction(0), id="apart in y, level in x"),
    pytest.param([0, 0, 4, 2], [7, 5, 11, 7], Fraction(0), id="apart in both axes: two negative sides"),
    pytest.param([-3, -2, 1, 0], [-1, -1, 3, 1], Fraction(1, 7), id="negative coordinates"),
    pytest.param([10000, 0, 10004, 2], [10002, 1, 10006, 3], Fraction(1, 7), id="far from the origin"),
    pytest.param([0, 0, THIN, THIN], [0, 0, THIN, THIN], Fraction(1), id="tiny, identical: an eps shows"),
    pytest.param([5, 5, 5, 5], [5, 5, 5, 5], Fraction(0), id="the same point twice: 0/0"),
    pytest.param([0, 1, 4, 1], [0, 1, 4, 1], Fraction(0), id="the same line twice: 0/0"),
    pytest.param([1, 1, 1, 1], [2, 2, 2, 2], Fraction(0), id="two points: an empty union"),
    pytest.param([0, 0, 4, 2], [1, 1, 3, 1], Fraction(0), id="a line inside a box"),
    pytest.param([0, 0, 4, 2], [2, 1, 2, 1], Fraction(0), id="a point inside a box"),
]


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.longdouble])
@pytest.mark.parametrize(("one", "other", "expected"), HAND_CASES)
def test_hand_cases(one: list[float], other: list[float], expected: Fraction, dtype: type) -> None:
    a, b = np.array([one], dtype), np.array([other], dtype)
    # Both areas are exact in binary, so that their quotient is the nearest float to the fraction.
    quotient = dtype(expected.numerator) / dtype(expected.denominator)
    for result in (box_iou(a, b), box_iou(b, a)):
        assert result.shape == (1, 1)
        assert result.dtype == dtype
        assert result[0, 0] == quotient


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        pytest.param([2, 3, 7, 10], 35, id="sides 5 and 7"),
        pytest.param([-3, -2, 1, 0], 8, id="negative corner"),
        pytest.param([10000, 10000, 10000.5, 10003], 1.5, id="small, far from the origin"),
        pytest.param([1, 1, 1, 9], 0, id="a line"),
        pytest.param([1, 1, 1, 1], 0, id="a point"),
    ],
)
def test_area(box: list[float], expected: float) -> None:
    assert box_area([[0, 0, 3, 5], box]).tolist() == [15, expected]


def test_rows_are_a_and_columns_are_b() -> None:
    a = np.array([[0, 0, 4, 2], [100, 100, 104, 102], [2, 1, 6, 3]])
    b = np.array([[0, 0, 4, 2], [2, 1, 6, 3], [50, 50, 51, 51], [0, 0, 2, 2], [100, 100, 102, 102]])
    seventh, half = 1 / 7, 1 / 2
    expected = [[1, seventh, 0, half, 0], [0, 0, 0, 0, half], [seventh, 1, 0, 0, 0]]
    assert box_iou(a, b)[:2].tolist() == expected[:2]
    assert box_iou(a, b)[2, :3].tolist() == expected[2][:3]
    both, either = intersection_and_union(a, b)
    assert both[0].tolist() == [8, 2, 0, 4, 0]
    assert either[0].tolist() == [8, 14, 9, 8, 12]


@pytest.mark.parametrize("offset", [0.0, 1e4])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_agrees_with_fractions(make_boxes: Callable[..., np.ndarray], dtype: type, offset: float) -> None:
    rng = np.random.default_rng(11)
    a = make_boxes(rng, 13, offset).astype(dtype)
    b = make_boxes(rng, 17, offset).astype(dtype)
    result = box_iou(a, b)
    # A side, a product, the union and the quotient round once each, and nothing cancels: the union is at
    # least as large as either area. Eight units in the last place are therefore more than enough.
    np.testing.assert_allclose(result, exact_iou(a, b), rtol=8 * np.finfo(dtype).eps, atol=0)
    assert result.dtype == dtype
    assert 20 < np.count_nonzero(result) < result.size, "some pairs must overlap and some must not"


def test_agrees_with_counted_pixels() -> None:
    rng = np.random.default_rng(5)
    corners = np.sort(rng.integers(0, 24, (19, 2, 2)), axis=1)  # (N, corner, xy)
    boxes = corners.reshape(-1, 4)
    grid = np.zeros((19, 24, 24), dtype=bool)
    for image, (x1, y1, x2, y2) in zip(grid, boxes, strict=True):
        image[y1:y2, x1:x2] = True
    for i, one in enumerate(grid):
        for j, other in enumerate(grid):
            either = np.count_nonzero(one | other)
            expected = np.count_nonzero(one & other) / either if either else 0.0
            assert box_iou(boxes[[i]], boxes[[j]])[0, 0] == expected


def test_agrees_with_pycocotools() -> None:
    rng = np.random.default_rng(7)
    # Quarters are exact in binary, so that xyxy and xywh describe the very same box.
    xywh = rng.integers(1, 160, (2, 23, 4)) / 4
    xywh[:, 0, 2:] = 0  # a point each: an empty union
    xywh[:, 1, 2] = 0  # a line each
    xyxy = np.concatenate([xywh[..., :2], xywh[..., :2] + xywh[..., 2:]], axis=-1)
    expected = mask.iou(xywh[0], xywh[1], np.zeros(23, dtype=np.uint8))
    np.testing.assert_allclose(box_iou(xyxy[0], xyxy[1]), expected, rtol=4e-16, atol=0)


def test_agrees_with_shapely(make_boxes: Callable[..., np.ndarray]) -> None:
    rng = np.random.default_rng(3)
    a, b = make_boxes(rng, 13), make_boxes(rng, 11)
    polygons_a, polygons_b = shapely.box(*a.T)[:, None], shapely.box(*b.T)[None, :]
    both, either = intersection_and_union(a, b)
    # shapely sums triangles around the polygon, so it is shapely that rounds in the twelfth digit.
    expected_both = shapely.area(shapely.intersection(polygons_a, polygons_b))
    expected_either = shapely.area(shapely.union(polygons_a, polygons_b))
    np.testing.assert_allclose(both, expected_both, rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(either, expected_either, rtol=1e-12)
    np.testing.assert_allclose(box_area(a), shapely.area(polygons_a[:, 0]), rtol=1e-12)


quarters = st.integers(-4000, 4000).map(lambda n: n / 4)
sides = st.integers(0, 400).map(lambda n: n / 4)
one_box = st.tuples(quarters, quarters, sides, sides).map(lambda b: [b[0], b[1], b[0] + b[2], b[1] + b[3]])
some_boxes = st.lists(one_box, min_size=1, max_size=7).map(np.array)
any_float = st.floats(-1e6, 1e6, allow_subnormal=False)
rough_box = st.tuples(any_float, any_float, any_float, any_float).map(
    lambda b: [min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])]
)
rough_boxes = st.lists(rough_box, min_size=1, max_size=5).map(np.array)


@PROPERTY
@given(a=some_boxes, b=some_boxes)
def test_relations(a: np.ndarray, b: np.ndarray) -> None:
    iou = box_iou(a, b)
    assert np.array_equal(iou, box_iou(b, a).T), "symmetric"
    shift = np.array([1e4, -512.25] * 2)
    assert np.array_equal(iou, box_iou(a + shift, b + shift)), "a shift of both changes nothing"
    assert np.array_equal(iou, box_iou(a * 8, b * 8)), "nor does a scale"
    assert np.array_equal(iou, box_iou(a * ([0.25, 32] * 2), b * ([0.25, 32] * 2))), "even one for each axis"
    assert np.array_equal(iou, box_iou(a[:, [1, 0, 3, 2]], b[:, [1, 0, 3, 2]])), "nor swapping x and y"
    assert np.array_equal(iou, box_iou(-a[:, [2, 3, 0, 1]], -b[:, [2, 3, 0, 1]])), "nor a half turn"
    assert np.array_equal(iou[::-1], box_iou(a[::-1], b)), "a row of a is a row of the result"


@PROPERTY
@given(a=rough_boxes, b=rough_boxes, dtype=st.sampled_from([np.float32, np.float64]))
def test_bounds_hold_after_rounding(a: np.ndarray, b: np.ndarray, dtype: type) -> None:
    a, b = a.astype(dtype), b.astype(dtype)
    both, either = intersection_and_union(a, b)
    smaller = np.minimum(box_area(a)[:, None], box_area(b)[None, :])
    larger = np.maximum(box_area(a)[:, None], box_area(b)[None, :])
    assert np.all((both >= 0) & (both <= smaller))
    # The areas' sum rounds before the overlap is taken off it, hence the two units in the last place.
    assert np.all(larger * (1 - 2 * np.finfo(dtype).eps) <= either)
    iou = box_iou(a, b)
    assert np.all((iou >= 0) & (iou <= 1))
    assert np.array_equal(np.diag(box_iou(a, a)), box_area(a) > 0), "1 with itself; without area, 0"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param(np.float32, np.float32, np.float32, id="float32 stays"),
        pytest.param(np.float64, np.float64, np.float64, id="float64 stays"),
        pytest.param(np.float32, np.float64, np.float64, id="the wider wins"),
        pytest.param(np.int64, np.int32, np.float64, id="integers become float64"),
        pytest.param(np.uint8, np.uint8, np.float64, id="unsigned: 0 - 1 must not be 255"),
        pytest.param(np.float16, np.float16, np.float32, id="half precision: areas do not fit"),
    ],
)
def test_dtypes(a: type, b: type, expected: type) -> None:
    boxes_a = np.array([[10, 10, 20, 20], [200, 100, 210, 104]], a)
    boxes_b = np.array([[12, 5, 30, 18], [0, 0, 4, 2], [200, 100, 210, 102]], b)
    result = box_iou(boxes_a, boxes_b)
    assert result.dtype == expected
    np.testing.assert_allclose(result, [[64 / 270, 0, 0], [0, 0, 0.5]], rtol=1e-6)


def test_half_precision_does_not_overflow() -> None:
    assert box_area(np.array([[0, 0, 300, 300]], np.float16)).tolist() == [90000]


@pytest.mark.parametrize(("n", "m"), [(0, 3), (3, 0), (0, 0)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_empty(n: int, m: int, dtype: type) -> None:
    result = box_iou(np.zeros((n, 4), dtype), np.zeros((m, 4), dtype))
    assert result.shape == (n, m)
    assert result.dtype == dtype
    assert box_area(np.zeros((0, 4), dtype)).shape == (0,)


def test_inputs_may_be_read_only_and_strided_and_stay(make_boxes: Callable[..., np.ndarray]) -> None:
    rng = np.random.default_rng(2)
    a, b = make_boxes(rng, 14), make_boxes(rng, 5)
    expected = exact_iou(a[::2], b)
    strided, transposed = a[::2], np.asfortranarray(b)
    before = a.copy(), b.copy()
    for array in (a, strided, transposed):
        array.flags.writeable = False
    assert not strided.flags.c_contiguous
    assert not transposed.flags.c_contiguous
    np.testing.assert_allclose(box_iou(strided, transposed), expected, rtol=2e-15, atol=0)
    assert np.array_equal(a, before[0])
    assert np.array_equal(b, before[1])


def test_nested_lists_are_boxes() -> None:
    assert box_iou([[0, 0, 4, 2]], [[0, 0, 2, 2]]).tolist() == [[0.5]]


def test_an_empty_union_divides_nothing() -> None:
    points = np.array([[1.0, 1, 1, 1], [2, 2, 2, 5]])
    with np.errstate(all="raise"):
        assert box_iou(points, points).tolist() == [[0, 0], [0, 0]]


GOOD = np.array([[0.0, 0, 4, 2], [1, 1, 3, 5], [2, 0, 9, 9]])


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        pytest.param(np.zeros(4), r"shape \(4,\), expected \(N, 4\) \(one box", id="one box, no axis"),
        pytest.param(np.zeros((4, 7)), r"shape \(4, 7\).*transposed", id="transposed"),
        pytest.param(np.zeros((3, 5)), r"shape \(3, 5\), expected \(N, 4\)$", id="a column of scores"),
        pytest.param(np.zeros((2, 3, 4)), r"shape \(2, 3, 4\)", id="a batch of images"),
        pytest.param([], r"shape \(0,\)", id="an empty list has no columns"),
        pytest.param([[0, 0, 1, 1], [10, 20, 5, 40]], r"\[1\] is \[10.*x1 <= x2.*xywh", id="xywh: narrow"),
        pytest.param([[0, 0, 1, 1], [10, 20, 15, 4]], r"\[1\] is \[10.*y1 <= y2.*xywh", id="xywh: low"),
        pytest.param([[0, 0, 1, 1], [0, 0, np.nan, 1]], r"\[1\] is .*nan.*not finite", id="NaN"),
        pytest.param([[0, 0, np.inf, 1]], r"\[0\] is .*inf.*not finite", id="infinity"),
    ],
)
def test_errors_name_the_argument_the_row_and_the_slip(bad: object, message: str) -> None:
    with pytest.raises(ValueError, match="^a.*" + message):
        box_iou(bad, GOOD)
    with pytest.raises(ValueError, match="^b.*" + message):
        box_iou(GOOD, bad)
    with pytest.raises(ValueError, match="^boxes.*" + message):
        box_area(bad)
