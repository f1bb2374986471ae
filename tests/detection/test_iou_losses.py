"""The proof of ``kb.detection.iou_losses``, NumPy and PyTorch: values, gradients, claims."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from types import ModuleType

import numpy as np
import pytest
import shapely
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.detection import iou_losses, iou_losses_torch
from kb.detection.iou import box_iou
from kb.detection.iou_losses import ciou_alpha, ciou_loss, ciou_v, diou_loss, giou_loss, iou_loss

pytestmark = pytest.mark.filterwarnings("error")

PROPERTY = settings(max_examples=60, deadline=None, database=None, derandomize=True)
MakeBoxes = Callable[..., np.ndarray]
LOSSES = ["iou_loss", "giou_loss", "diou_loss", "ciou_loss"]
TERMS = [*LOSSES, "ciou_v", "ciou_alpha"]


def on(library: ModuleType, name: str, dtype: str, *boxes: object) -> np.ndarray:
    """The result of ``library``'s function as an array, its dtype checked."""
    arrays = [np.asarray(value, dtype) for value in boxes]
    if library is iou_losses_torch:
        result = getattr(library, name)(*[torch.from_numpy(array) for array in arrays]).numpy()
    else:
        result = getattr(library, name)(*arrays)
    assert result.dtype == np.dtype(dtype)
    return result


def gradient(name: str, pred: object, target: object, **more: object) -> tuple[np.ndarray, np.ndarray]:
    """Value and gradient in pred, of each row, in float64."""
    boxes = torch.tensor(np.asarray(pred, float), requires_grad=True)
    value = getattr(iou_losses_torch, name)(boxes, torch.tensor(np.asarray(target, float)), **more)
    value.sum().backward()
    return value.detach().numpy(), boxes.grad.numpy()


def in_center_and_size(corner_gradient: np.ndarray) -> np.ndarray:
    """(N, 4) d/dx1, d/dy1, d/dx2, d/dy2 -> d/dcx, d/dcy, d/dw, d/dh: x1 = cx - w/2, x2 = cx + w/2."""
    first, second = corner_gradient[:, :2], corner_gradient[:, 2:]
    return np.hstack([first + second, (second - first) / 2])


# ---------------------------------------------------------------- values

T = [0, 0, 4, 2]  # the target of most cases: 4 x 2
F = Fraction

# pred, target, then the losses: IoU, GIoU, DIoU, CIoU
HAND_CASES = [
    pytest.param(T, T, [0, 0, 0, 0], id="identical: nothing to pay, alpha is 0/0"),
    pytest.param(
        [4, 0, 8, 2], T, [1, 1, 1 + F(4, 17), 1 + F(4, 17)], id="side by side: the hull is the union"
    ),
    pytest.param(
        [4, 2, 8, 4], T, [1, F(3, 2), F(5, 4), F(5, 4)], id="corners touch: half of the hull is empty"
    ),
    pytest.param(
        [8, 0, 12, 2], T, [1, F(4, 3), 1 + F(16, 37), 1 + F(16, 37)], id="apart by one width: a third empty"
    ),
    pytest.param(
        [2, 1, 6, 3],
        T,
        [F(6, 7), F(6, 7) + F(2, 9), F(6, 7) + F(1, 9), F(6, 7) + F(1, 9)],
        id="overlap 2 of 14",
    ),
    pytest.param([1, 0.5, 3, 1.5], T, [F(3, 4)] * 4, id="inside, same center and ratio: only the IoU counts"),
    pytest.param(
        [0, 0, 2, 1],
        T,
        [F(3, 4), F(3, 4), F(13, 16), F(13, 16)],
        id="inside, in a corner: only DIoU and CIoU notice",
    ),
    # atan 2 - atan 1/3 is pi/4, because (2 - 1/3) / (1 + 2/3) is 1. Hence v = 1/4 without a table.
    pytest.param(
        [0, 0, 1, 3],
        T,
        [F(7, 9), F(37, 36), F(79, 90), F(79, 90) + F(9, 148)],
        id="ratios 1/3 and 2: v is 1/4",
    ),
    # atan 3 - atan 1/2 is pi/4 too; the union is 2 + 3 - 1.
    pytest.param(
        [0, 0, 3, 1],
        [0, 0, 1, 2],
        [F(3, 4), F(13, 12), F(11, 13), F(11, 13) + F(1, 16)],
        id="ratios 3 and 1/2: v is 1/4",
    ),
    pytest.param([0, 0, 0, 2], [0, 0, 2, 2], [1, 1, F(9, 8), F(47, 40)], id="no width: v is 1/4, alpha 1/5"),
    pytest.param(
        [0, 0, 0, 2], [0, 1, 0, 3], [1, 1, F(10, 9), F(10, 9)], id="lines: a hull of area 0 is no penalty"
    ),
    pytest.param(
        [5, 5, 5, 5], [5, 5, 5, 5], [1, 1, 1, 1], id="the same point: a diagonal of 0 is no penalty"
    ),
    pytest.param([0, 0, 0, 0], [3, 4, 3, 4], [1, 2, 2, 2], id="two points: the whole hull is empty"),
    pytest.param(
        [10002, 1, 10006, 3], [10000, 0, 10004, 2], [F(6, 7), F(68, 63), F(61, 63), F(61, 63)], id="far away"
    ),
    pytest.param(
        [-2, -1, 2, 1], [-4, -2, 0, 0], [F(6, 7), F(68, 63), F(61, 63), F(61, 63)], id="negative coordinates"
    ),
]


@pytest.mark.parametrize("library", [iou_losses, iou_losses_torch], ids=["numpy", "torch"])
@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-15), ("float32", 4e-7)])
@pytest.mark.parametrize(("pred", "target", "expected"), HAND_CASES)
def test_hand_cases(
    pred: list, target: list, expected: list, library: ModuleType, dtype: str, tolerance: float
) -> None:
    for name, value in zip(LOSSES, expected, strict=True):
        # A few roundings of numbers up to 2; where the fraction is 0 or 1 the result is that number.
        close = on(library, name, dtype, [pred], [target])
        np.testing.assert_allclose(
            close, [float(value)], rtol=0, atol=tolerance if value % 1 else 0, err_msg=name
        )


@pytest.mark.parametrize("library", [iou_losses, iou_losses_torch], ids=["numpy", "torch"])
def test_v_and_alpha_by_hand(library: ModuleType) -> None:
    pred = [T, [0, 0, 1, 3], [0, 0, 0, 2], [0, 0, 2, 1], [5, 5, 5, 5]]
    target = [T, T, [0, 0, 2, 2], T, [5, 5, 5, 5]]
    np.testing.assert_allclose(
        on(library, "ciou_v", "float64", pred, target), [0, 1 / 4, 1 / 4, 0, 0], atol=1e-16
    )
    expected = [0, 9 / 37, 1 / 5, 0, 0]
    np.testing.assert_allclose(on(library, "ciou_alpha", "float64", pred, target), expected, atol=1e-15)


def from_definition(pred: np.ndarray, target: np.ndarray) -> dict[str, float]:
    """All terms for two boxes with area, in Python floats."""
    (px1, py1, px2, py2), (tx1, ty1, tx2, ty2) = pred.tolist(), target.tolist()
    both = max(0.0, min(px2, tx2) - max(px1, tx1)) * max(0.0, min(py2, ty2) - max(py1, ty1))
    either = (px2 - px1) * (py2 - py1) + (tx2 - tx1) * (ty2 - ty1) - both
    hull_w, hull_h = max(px2, tx2) - min(px1, tx1), max(py2, ty2) - min(py1, ty1)
    distance = math.dist([(px1 + px2) / 2, (py1 + py2) / 2], [(tx1 + tx2) / 2, (ty1 + ty2) / 2])
    turn = math.atan((tx2 - tx1) / (ty2 - ty1)) - math.atan((px2 - px1) / (py2 - py1))
    v = turn * turn / (math.pi / 2) ** 2
    alpha = v / (1 - both / either + v)
    diou = 1 - both / either + (distance / math.hypot(hull_w, hull_h)) ** 2
    return {
        "iou_loss": 1 - both / either,
        "giou_loss": 1 - both / either + 1 - either / (hull_w * hull_h),
        "diou_loss": diou,
        "ciou_loss": diou + alpha * v,
        "ciou_v": v,
        "ciou_alpha": alpha,
    }


@pytest.mark.parametrize("library", [iou_losses, iou_losses_torch], ids=["numpy", "torch"])
# The oracle gets the rounded boxes, in float64. What is left is arithmetic: a dozen roundings of numbers near 1.
# Centers that are rounded at 10,000 before they are subtracted miss it by a hundredfold.
@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-13), ("float32", 2e-6)])
@pytest.mark.parametrize(("offset", "spread"), [(0.0, 60.0), (1e4, 60.0), (1e4, 0.5)])
def test_agrees_with_the_definition(
    make_boxes: MakeBoxes, library: ModuleType, dtype: str, tolerance: float, offset: float, spread: float
) -> None:
    rng = np.random.default_rng(41)
    pred = make_boxes(rng, 97, offset, spread).astype(dtype)
    target = make_boxes(rng, 97, offset, spread).astype(dtype)
    rows = [from_definition(p, t) for p, t in zip(pred.astype(float), target.astype(float), strict=True)]
    for name in TERMS:
        expected = [row[name] for row in rows]
        result = on(library, name, dtype, pred, target)
        assert result.shape == (97,)
        np.testing.assert_allclose(result, expected, rtol=0, atol=tolerance, err_msg=name)


def test_small_boxes_far_away_keep_their_digits() -> None:
    rng = np.random.default_rng(43)
    # Sides below 2 and shifts below 1, at 10,000: float32 has thousandths there, and every one counts.
    corner = 1e4 + rng.uniform(-1, 1, (2, 89, 2))
    boxes = np.concatenate([corner, corner + rng.uniform(0.5, 2, corner.shape)], axis=-1).astype(np.float32)
    for name in TERMS:
        exact = on(iou_losses, name, "float64", *boxes)
        for library in (iou_losses, iou_losses_torch):
            result = on(library, name, "float32", *boxes)
            np.testing.assert_allclose(result, exact, rtol=0, atol=2e-6, err_msg=name)


def test_agrees_with_shapely(make_boxes: MakeBoxes) -> None:
    rng = np.random.default_rng(47)
    pred, target = make_boxes(rng, 71), make_boxes(rng, 71)
    p, t = shapely.box(*pred.T), shapely.box(*target.T)
    either = shapely.area(shapely.union(p, t))
    overlap = shapely.area(shapely.intersection(p, t)) / either
    hull = shapely.envelope(shapely.union(p, t))
    empty = shapely.area(shapely.difference(hull, shapely.union(p, t))) / shapely.area(hull)
    x1, y1, x2, y2 = shapely.bounds(hull).T
    diagonal = shapely.distance(shapely.points(x1, y1), shapely.points(x2, y2))
    distance = shapely.distance(shapely.centroid(p), shapely.centroid(t))
    # shapely sums triangles and cuts polygons: ten digits are what it has.
    np.testing.assert_allclose(iou_loss(pred, target), 1 - overlap, atol=1e-10)
    np.testing.assert_allclose(giou_loss(pred, target), 1 - overlap + empty, atol=1e-10)
    np.testing.assert_allclose(diou_loss(pred, target), 1 - overlap + (distance / diagonal) ** 2, atol=1e-10)


def test_rows_agree_with_pairwise_iou(make_boxes: MakeBoxes) -> None:
    rng = np.random.default_rng(53)
    pred, target = make_boxes(rng, 19), make_boxes(rng, 19)
    assert np.array_equal(iou_loss(pred, target), 1 - np.diag(box_iou(pred, target)))


# ---------------------------------------------------------------- relations

quarters = st.integers(-200, 200).map(lambda n: n / 4)
sides = st.integers(1, 200).map(lambda n: n / 4)
one_box = st.tuples(quarters, quarters, sides, sides).map(lambda b: [b[0], b[1], b[0] + b[2], b[1] + b[3]])
pairs = st.lists(st.tuples(one_box, one_box), min_size=1, max_size=5).map(
    lambda rows: np.array(rows).swapaxes(0, 1)
)


@PROPERTY
@given(boxes=pairs)
def test_relations(boxes: np.ndarray) -> None:
    pred, target = boxes
    for name in TERMS:
        f = getattr(iou_losses, name)
        value = f(pred, target)
        assert np.array_equal(value, f(target, pred)), "symmetric"
        assert np.array_equal(value, f(pred + [1024, -64] * 2, target + [1024, -64] * 2)), "a shift of both"
        assert np.array_equal(value, f(pred * 16, target * 16)), "a scale of both"
        assert np.array_equal(value[::-1], f(pred[::-1], target[::-1])), "a row is a row"
        # atan(h/w) is pi/2 - atan(w/h), so the difference of angles keeps its size, up to rounding.
        turned = f(pred[:, [1, 0, 3, 2]], target[:, [1, 0, 3, 2]])
        np.testing.assert_allclose(value, turned, rtol=1e-12, atol=1e-15)
        same = f(pred, pred)
        assert np.array_equal(same, np.zeros_like(same)), "identical boxes"


@PROPERTY
@given(boxes=pairs)
def test_order_and_bounds(boxes: np.ndarray) -> None:
    pred, target = boxes
    rounding = 1e-15
    iou, giou, diou, ciou, v, alpha = (getattr(iou_losses, name)(pred, target) for name in TERMS)
    assert np.all((iou >= 0) & (iou <= 1))
    assert np.all((iou <= giou + rounding) & (giou < 2))
    assert np.all((iou <= diou) & (diou < 2))
    assert np.all(diou <= ciou)
    assert np.all((v >= 0) & (v < 1))
    assert np.all((alpha >= 0) & (alpha <= 1))


@PROPERTY
@given(boxes=pairs, scale=st.sampled_from([0.25, 0.5, 2, 8]))
def test_v_sees_the_ratio_only(boxes: np.ndarray, scale: float) -> None:
    pred, target = boxes
    resized = np.hstack([pred[:, :2], pred[:, :2] + (pred[:, 2:] - pred[:, :2]) * scale])
    np.testing.assert_allclose(ciou_v(resized, target), ciou_v(pred, target), rtol=1e-12, atol=1e-30)
    np.testing.assert_allclose(ciou_v(pred, resized), 0, atol=1e-30)
    np.testing.assert_allclose(ciou_loss(pred, resized), diou_loss(pred, resized), rtol=1e-15)


def test_ciou_takes_a_frozen_alpha(make_boxes: MakeBoxes) -> None:
    rng = np.random.default_rng(59)
    pred, target = make_boxes(rng, 7), make_boxes(rng, 7)
    alpha = rng.uniform(size=7)
    expected = [
        row["diou_loss"] + a * row["ciou_v"]
        for row, a in zip(map(from_definition, pred, target), alpha, strict=True)
    ]
    np.testing.assert_allclose(ciou_loss(pred, target, alpha), expected, rtol=1e-13)
    np.testing.assert_allclose(ciou_loss(pred, target, alpha=0.0), diou_loss(pred, target), rtol=0)
    boxes = torch.tensor(pred), torch.tensor(target)
    np.testing.assert_allclose(iou_losses_torch.ciou_loss(*boxes, torch.tensor(alpha)), expected, rtol=1e-13)
    np.testing.assert_allclose(iou_losses_torch.ciou_loss(*boxes, 0.0), diou_loss(pred, target), rtol=1e-15)


# ---------------------------------------------------------------- inputs

MIXED = [
    pytest.param("float32", "float64", "float64", "float64", id="the wider wins"),
    pytest.param("float16", "float16", "float32", "float32", id="half precision: areas do not fit"),
    pytest.param("int64", "int64", "float64", "float32", id="integers: NumPy's habit and PyTorch's"),
    pytest.param("uint8", "uint8", "float64", "float32", id="unsigned: 0 - 1 must not be 255"),
]


@pytest.mark.parametrize(("pred_dtype", "target_dtype", "numpy_dtype", "torch_dtype"), MIXED)
def test_dtypes(pred_dtype: str, target_dtype: str, numpy_dtype: str, torch_dtype: str) -> None:
    pred, target = np.array([[0, 0, 240, 250]], pred_dtype), np.array([[120, 0, 240, 250]], target_dtype)
    for name, value in zip(LOSSES, [0.5, 0.5, 0.5 + 3600 / 120100], strict=False):
        result = getattr(iou_losses, name)(pred, target)
        assert result.dtype == numpy_dtype
        np.testing.assert_allclose(result, [value], rtol=1e-6)
        result = getattr(iou_losses_torch, name)(torch.from_numpy(pred), torch.from_numpy(target))
        assert result.dtype == getattr(torch, torch_dtype)
        np.testing.assert_allclose(result, [value], rtol=1e-6)


@pytest.mark.parametrize("name", TERMS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_empty(name: str, dtype: str) -> None:
    nothing = np.zeros((0, 4), dtype)
    for library in (iou_losses, iou_losses_torch):
        assert on(library, name, dtype, nothing, nothing).shape == (0,)


@pytest.mark.parametrize("name", TERMS)
def test_inputs_may_be_read_only_and_strided_and_stay(make_boxes: MakeBoxes, name: str) -> None:
    rng = np.random.default_rng(61)
    pred, target = make_boxes(rng, 22), np.asfortranarray(make_boxes(rng, 11))
    expected = [from_definition(p, t)[name] for p, t in zip(pred[::2], target, strict=True)]
    before = pred.copy(), target.copy()
    pred.flags.writeable = target.flags.writeable = False
    np.testing.assert_allclose(getattr(iou_losses, name)(pred[::2], target), expected, rtol=1e-11)
    assert np.array_equal(pred, before[0])
    assert np.array_equal(target, before[1])
    tensors = torch.tensor(pred), torch.tensor(target)
    np.testing.assert_allclose(
        getattr(iou_losses_torch, name)(tensors[0][::2], tensors[1]), expected, rtol=1e-11
    )
    assert np.array_equal(tensors[0], before[0])
    assert np.array_equal(tensors[1], before[1])


GOOD = np.array([[0.0, 0, 4, 2], [1, 1, 3, 5], [2, 0, 9, 9]])


@pytest.mark.parametrize("name", TERMS)
@pytest.mark.parametrize(
    ("bad", "message"),
    [
        pytest.param(GOOD[:2], r"boxes and target 3|pred has 3 boxes and target 2", id="fewer rows"),
        pytest.param(
            GOOD[:1], r"boxes and target 3|pred has 3 boxes and target 1", id="one row: no broadcasting"
        ),
        pytest.param(GOOD[0], r"(pred|target) has shape \(4,\)", id="one box without its axis"),
        pytest.param([[0, 0, 1, 1], [10, 20, 5, 40], [0, 0, 1, 1]], r"(pred|target)\[1\] .*xywh", id="xywh"),
        pytest.param(
            [[0, 0, 1, 1], [0, np.nan, 1, 1], [0, 0, 1, 1]], r"(pred|target)\[1\] .*finite", id="NaN"
        ),
    ],
)
def test_errors(name: str, bad: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        getattr(iou_losses, name)(bad, GOOD)
    with pytest.raises(ValueError, match=message):
        getattr(iou_losses, name)(GOOD, bad)


@pytest.mark.parametrize("name", TERMS)
@pytest.mark.parametrize("shape", [(2, 4), (1, 4), (4,), (4, 3), (3, 5), (3, 1, 4)])
def test_errors_of_torch(name: str, shape: tuple[int, ...]) -> None:
    good, bad = torch.tensor(GOOD), torch.zeros(shape)
    for pred, target in ((good, bad), (bad, good)):
        with pytest.raises(ValueError, match=r"pred \(.*\) and target \(.*\), expected \(N, 4\) twice"):
            getattr(iou_losses_torch, name)(pred, target)


def test_errors_of_alpha() -> None:
    column = np.zeros((3, 1))  # would broadcast to (3, 3)
    with pytest.raises(ValueError, match=r"alpha has shape \(3, 1\), expected \(3,\)"):
        ciou_loss(GOOD, GOOD, column)
    with pytest.raises(ValueError, match=r"alpha has shape \(3, 1\), expected \(3,\)"):
        iou_losses_torch.ciou_loss(torch.tensor(GOOD), torch.tensor(GOOD), torch.tensor(column))


@pytest.mark.parametrize("name", TERMS)
def test_in_torch_nan_stays_nan(name: str) -> None:
    pred = torch.tensor([[0, 0, 1, 1], [0, 0, math.nan, 1]])
    result = getattr(iou_losses_torch, name)(pred, torch.tensor([[0, 0, 1, 1], [0, 0, 1.0, 1]]))
    assert torch.isnan(result).tolist() == [False, True], "a diverged model must not look like a loss of 1"


@pytest.mark.parametrize("name", TERMS)
def test_in_torch_no_value_is_looked_at(name: str) -> None:
    """The meta device has no values: a shape comes back, or an error where the flow depends on a value."""
    boxes = torch.empty((5, 4), device="meta")
    result = getattr(iou_losses_torch, name)(boxes, boxes)
    assert result.shape == (5,)
    assert result.device.type == "meta"


# ---------------------------------------------------------------- gradients


def finite_differences(
    f: Callable[[np.ndarray], np.ndarray], pred: np.ndarray, step: float = 1e-5
) -> np.ndarray:
    """(N, 4) central differences of a function that treats rows alone; exact to about step²."""
    slopes = np.empty_like(pred)
    for k in range(4):
        move = np.zeros(4)
        move[k] = step
        slopes[:, k] = (f(pred + move) - f(pred - move)) / (2 * step)
    return slopes


@pytest.mark.parametrize("offset", [0.0, 1e4])
@pytest.mark.parametrize("name", LOSSES)
def test_gradients_agree_with_finite_differences(make_boxes: MakeBoxes, name: str, offset: float) -> None:
    rng = np.random.default_rng(67)
    pred, target = make_boxes(rng, 101, offset), make_boxes(rng, 101, offset)
    weights = rng.uniform(0.5, 2, 101) * rng.choice([-1, 1], 101)  # a cotangent of its own for each row
    boxes = torch.tensor(pred, requires_grad=True)
    loss = getattr(iou_losses_torch, name)(boxes, torch.tensor(target))
    loss.backward(torch.tensor(weights))
    f = getattr(iou_losses, name)
    if name == "ciou_loss":
        f = partial(f, alpha=ciou_alpha(pred, target))
    slopes = finite_differences(lambda moved: f(moved, target), pred)
    # At 10,000 a coordinate is rounded to 2e-12, which a division by the step turns into 1e-7 of itself.
    np.testing.assert_allclose(boxes.grad, weights[:, None] * slopes, rtol=1e-5, atol=1e-9)
    apart = iou_loss(pred, target) == 1
    assert 10 < np.count_nonzero(apart) < 91, "boxes that overlap and boxes that do not"
    if name != "iou_loss":
        assert np.all(np.abs(boxes.grad.numpy()).max(axis=1) > 1e-4), "every row has somewhere to go"


def test_alpha_has_no_gradient(make_boxes: MakeBoxes) -> None:
    rng = np.random.default_rng(71)
    pred, target = make_boxes(rng, 31), make_boxes(rng, 31)
    alpha = iou_losses_torch.ciou_alpha(torch.tensor(pred, requires_grad=True), torch.tensor(target))
    assert not alpha.requires_grad
    _, default = gradient("ciou_loss", pred, target)
    _, frozen = gradient("ciou_loss", pred, target, alpha=torch.tensor(ciou_alpha(pred, target)))
    np.testing.assert_allclose(default, frozen, rtol=1e-13)
    through_alpha = finite_differences(lambda moved: ciou_loss(moved, target), pred)
    assert np.abs(through_alpha - default).max() > 1e-3, (
        "differences that let alpha move are another function"
    )


def zoo() -> tuple[np.ndarray, np.ndarray]:
    """Every ordered pair of boxes that are identical, level, nested, touching, apart, or have no area."""
    boxes = [
        T,
        [4, 0, 8, 2],  # an edge in common with T
        [4, 2, 8, 4],  # a corner in common
        [1, 0.5, 3, 1.5],  # inside, same center
        [0, 0, 2, 1],  # inside, in a corner
        [-1, -1, 9, 5],  # around
        [2, 0, 6, 2],  # level edges
        [7, 5, 8, 11],  # apart
        [1e6, 1e6, 1e6 + 3, 1e6 + 1],  # very far
        [1, 1, 1 + 1 / 1024, 1 + 1 / 512],  # tiny
        [2, 1, 2, 1],  # a point inside
        [20, 20, 20, 20],  # a point outside
        [1, 1, 3, 1],  # a line: no height
        [1, 0, 1, 2],  # a line: no width
    ]
    rows = list(itertools.product(boxes, boxes))
    return np.array([row[0] for row in rows], float), np.array([row[1] for row in rows], float)


@pytest.mark.parametrize("name", [*LOSSES, "ciou_v"])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_gradients_are_finite_everywhere(name: str, dtype: torch.dtype) -> None:
    pred, target = zoo()
    boxes = torch.tensor(pred, dtype=dtype, requires_grad=True)
    value = getattr(iou_losses_torch, name)(boxes, torch.tensor(target, dtype=dtype))
    value.sum().backward()
    bad = ~torch.isfinite(boxes.grad).all(dim=1)
    assert not bad.any(), (pred[bad], target[bad])
    tolerance = 1e-6 if dtype == torch.float32 else 1e-14
    np.testing.assert_allclose(
        value.detach(), getattr(iou_losses, name)(pred, target), rtol=0, atol=tolerance
    )


def test_a_row_without_area_does_not_spoil_the_others() -> None:
    pred, target = [[5, 5, 5, 5], [0, 0, 1, 3]], [[5, 5, 5, 5], T]
    for name in LOSSES:
        np.testing.assert_array_equal(
            gradient(name, pred, target)[1][1], gradient(name, pred[1:], target[1:])[1][0]
        )


# ---------------------------------------------------------------- what the page says


@pytest.mark.parametrize("away", [5, 50, 5000])
def test_apart_the_iou_loss_is_1_and_has_no_slope(away: float) -> None:
    """Not "the loss is 0, so there is no gradient": the loss is at its maximum, on a plateau."""
    pred = [[away, 1, away + 4, 3]]
    value, slope = gradient("iou_loss", pred, [T])
    assert value.tolist() == [1]
    assert not slope.any()
    for name in ("giou_loss", "diou_loss", "ciou_loss"):
        value, slope = gradient(name, pred, [T])
        assert 1 < value[0] < 2
        assert in_center_and_size(slope)[0, 0] > 0, (
            "a step against the gradient moves the box left, to the target"
        )


def test_giou_and_diou_grow_with_distance() -> None:
    near, far = [[6, 1, 10, 3]], [[600, 1, 604, 3]]
    # Hulls 10 x 3 and 604 x 3 around areas of 16; centers (6, 1) and (600, 1) apart.
    np.testing.assert_allclose(giou_loss(near, [T]), 2 - 16 / 30)
    np.testing.assert_allclose(giou_loss(far, [T]), 2 - 16 / 1812)
    np.testing.assert_allclose(diou_loss(near, [T]), 1 + 37 / 109)
    np.testing.assert_allclose(diou_loss(far, [T]), 1 + 360001 / 364825)


def test_apart_both_giou_and_diou_enlarge_the_box() -> None:
    """Not "GIoU enlarges, DIoU moves": seen from afar both widen 75 times harder than they move."""
    for name in ("giou_loss", "diou_loss"):
        _, slope = gradient(name, [[600, 1, 604, 3]], [T])
        move, _, widen, heighten = in_center_and_size(slope)[0]
        assert move > 0 > widen, "to the left, and wider"
        assert heighten < 0, "and higher"
        assert 74 < -widen / move < 76


def test_that_giou_enlarges_is_no_law_and_that_diou_never_shrinks_is() -> None:
    # The hull is 3 x 10, the areas are 1 and 10: a unit of width adds 1 to the union and 5 to the hull.
    pred, target = [[0, 4, 1, 5]], [[2, 0, 3, 10]]
    _, slope = gradient("giou_loss", pred, target)
    np.testing.assert_allclose(in_center_and_size(slope)[0, 2:], [1 / 36, -1 / 30], rtol=1e-14)
    _, slope = gradient("diou_loss", pred, target)
    np.testing.assert_allclose(in_center_and_size(slope)[0, 2:], [-4.25 * 3 / 109**2, 0], rtol=1e-14)

    rng = np.random.default_rng(73)
    corner = rng.uniform(-50, 50, (2, 997, 2))
    corner[1] += [160, 0]  # apart in x
    pred, target = np.concatenate([corner, corner + rng.uniform(1, 30, corner.shape)], axis=-1)
    _, slope = gradient("diou_loss", pred, target)
    assert np.all(in_center_and_size(slope)[:, 2:] <= 0)
    _, slope = gradient("giou_loss", pred, target)
    shrinks = in_center_and_size(slope)[:, 2] > 0
    assert 0 < np.count_nonzero(shrinks) < 500


def test_diou_can_push_the_center_away_in_one_axis() -> None:
    # Centers (6, 1) apart, hull 10 x 3: d/dcy of 37/109 is (2 * 109 - 37 * 2 * 3) / 109², which is negative.
    # A larger y raises the distance by less than the diagonal, so the loss falls as the box moves away.
    _, slope = gradient("diou_loss", [[6, 1, 10, 3]], [T])
    np.testing.assert_allclose(in_center_and_size(slope)[0, 1], -4 / 109**2, rtol=1e-12)


def test_the_pull_of_giou_on_the_center_fades_with_the_square_of_the_distance() -> None:
    pulls = [
        in_center_and_size(gradient("giou_loss", [[d, 0.5, d + 4, 2.5]], [T])[1])[0, 0] for d in (1e3, 1e4)
    ]
    assert 99 < pulls[0] / pulls[1] < 101
    np.testing.assert_allclose(pulls[0], 16 / (1004**2 * 2.5), rtol=1e-12)  # union / (W² H)


INSIDE = [[0, 0, 4, 4], [3, 3, 7, 7], [6, 6, 10, 10], [0, 3, 4, 7]]


def test_inside_giou_is_iou_and_only_diou_sees_the_position() -> None:
    around = [[0, 0, 10, 10]] * 4
    np.testing.assert_allclose(1 - iou_loss(INSIDE, around), [0.16] * 4, rtol=1e-15)
    np.testing.assert_allclose(1 - giou_loss(INSIDE, around), [0.16] * 4, rtol=1e-15)
    # Centers at (2, 2), (5, 5), (8, 8), (2, 5) of a box with diagonal² 200.
    np.testing.assert_allclose(1 - diou_loss(INSIDE, around), [0.07, 0.16, 0.07, 0.115], rtol=1e-14)
    strictly = [[1, 2, 5, 6]]
    move = in_center_and_size(gradient("giou_loss", strictly, around[:1])[1])[0, :2]
    np.testing.assert_allclose(move, 0, atol=1e-16)
    move = in_center_and_size(gradient("diou_loss", strictly, around[:1])[1])[0, :2]
    np.testing.assert_allclose(move, [2 * -2 / 200, 2 * -1 / 200], rtol=1e-13)


@PROPERTY
@given(boxes=pairs)
def test_one_inside_the_other_giou_is_iou(boxes: np.ndarray) -> None:
    pred, target = boxes
    around = np.hstack([np.minimum(pred, target)[:, :2], np.maximum(pred, target)[:, 2:]])
    np.testing.assert_allclose(giou_loss(pred, around), iou_loss(pred, around), atol=1e-15)
    np.testing.assert_allclose(giou_loss(around, target), iou_loss(around, target), atol=1e-15)


def test_v_never_pushes_width_and_height_the_same_way(make_boxes: MakeBoxes) -> None:
    rng = np.random.default_rng(79)
    pred, target = make_boxes(rng, 53), make_boxes(rng, 53)
    _, slope = gradient("ciou_v", pred, target)
    move_x, move_y, dw, dh = in_center_and_size(slope).T
    w, h = (pred[:, 2:] - pred[:, :2]).T
    np.testing.assert_allclose(dw, -(h / w) * dh, rtol=1e-12)
    assert np.all(dw * dh < 0)
    np.testing.assert_allclose([move_x, move_y], 0, atol=1e-16)
    # From the derivative of the arctangent: v = (4/pi²)(A_t - A)², dA/dw = h / (w² + h²).
    turn = np.arctan((target[:, 2] - target[:, 0]) / (target[:, 3] - target[:, 1])) - np.arctan(w / h)
    np.testing.assert_allclose(dw, -8 / np.pi**2 * turn * h / (w**2 + h**2), rtol=1e-12)


def test_a_box_of_half_the_size_and_the_right_shape_has_no_v() -> None:
    value, slope = gradient("ciou_v", [[0, 0, 2, 1]], [T])
    assert value[0] == 0
    assert not slope.any(), "so v does nothing for its size"


def test_2_is_the_limit_of_giou_and_adjacent_is_1() -> None:
    assert giou_loss([[4, 0, 8, 2]], [T]).tolist() == [1], "equal sizes, side by side"
    assert giou_loss([T], [T]).tolist() == [0]
    distances = 10.0 ** np.arange(1, 7)
    pred = np.stack([distances, distances, distances + 4, distances + 2], axis=1)
    missing = 2 - giou_loss(pred, np.tile(np.array(T, float), (6, 1)))
    assert np.all(np.diff(missing) < 0)
    assert np.all(missing > 0)
    # The hull is (d + 4)(d + 2). At a million, 2 - 1.6e-11 is left with five digits in float64.
    np.testing.assert_allclose(missing, 16 / ((distances + 4) * (distances + 2)), rtol=3e-5)
