"""The proof of ``kb.training.augmentation`` and its neighbors."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import shapely
import torch

from kb.training.augmentation import cutmix, mixup
from kb.training.augmentation_boxes import affine_boxes, clip_boxes, flip_boxes, mosaic_boxes
from kb.training.augmentation_pixels import color_jitter, grid_mask, pca_jitter
from kb.training.augmentation_sampling import label_shuffle

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(13)


# ---------------------------------------------------------------- mixing


def test_mixup_by_hand() -> None:
    x, y = mixup([[8.0, 0.0], [0.0, 4.0], [2.0, 2.0]], np.eye(3, dtype=int), 0.75, [1, 2, 0])
    np.testing.assert_array_equal(x, [[6, 1], [0.5, 3.5], [3.5, 1.5]])
    np.testing.assert_array_equal(y, [[0.75, 0.25, 0], [0, 0.75, 0.25], [0.25, 0, 0.75]])


@pytest.mark.parametrize("lam", [0.0, 0.3, 1.0])
def test_mixup_is_a_lerp(rng: np.random.Generator, lam: float) -> None:
    x, y, partner = rng.normal(size=(5, 3, 7, 2)), np.eye(4)[[0, 3, 3, 1, 2]], np.array([4, 2, 0, 1, 3])
    mixed_x, mixed_y = mixup(x, y, lam, partner)
    for own, mixed in ((x, mixed_x), (y, mixed_y)):
        values = torch.from_numpy(own)
        np.testing.assert_allclose(mixed, torch.lerp(values[partner], values, lam), atol=1e-15)
    np.testing.assert_allclose(mixed_y.sum(axis=1), 1)


def test_loss_of_mixed_labels_is_the_mix_of_losses(rng: np.random.Generator) -> None:
    """Cross-entropy is linear in the target, so two losses may be mixed instead of labels."""
    logits, labels = torch.from_numpy(rng.normal(size=(5, 4))), torch.tensor([0, 3, 3, 1, 2])
    partner = np.array([4, 2, 0, 1, 3])
    _, y = mixup(np.zeros((5, 1)), np.eye(4)[labels], 0.3, partner)
    loss = torch.nn.functional.cross_entropy
    mixed = 0.3 * loss(logits, labels) + 0.7 * loss(logits, labels[partner])
    assert float(loss(logits, torch.from_numpy(y))) == pytest.approx(float(mixed))


@pytest.mark.parametrize(("lam", "rows"), [(1.5, 2), (-0.1, 2), (0.5, 3)])
def test_mixup_refuses(lam: float, rows: int) -> None:
    with pytest.raises(ValueError, match="expected"):
        mixup(np.zeros((2, 3)), np.eye(2), lam, np.arange(rows))


@pytest.mark.parametrize(
    ("box", "share"),
    [
        pytest.param((1, 2, 4, 4), 6 / 35, id="inside"),
        pytest.param((-3, -3, 2, 1), 2 / 35, id="cut off at the upper left"),
        pytest.param((5, 3, 11, 9), 4 / 35, id="cut off at the lower right"),
        pytest.param((0, 0, 7, 5), 1, id="everything"),
        pytest.param((3, 3, 3, 4), 0, id="nothing"),
    ],
)
def test_cutmix(rng: np.random.Generator, box: tuple, share: float) -> None:
    x, y = rng.normal(size=(2, 3, 5, 7)), np.eye(2)
    mixed, labels = cutmix(x, y, box, [1, 0])
    for row in range(5):
        for column in range(7):
            inside = box[0] <= column < box[2] and box[1] <= row < box[3]
            np.testing.assert_array_equal(mixed[0, :, row, column], x[int(inside), :, row, column])
    np.testing.assert_allclose(labels, [[1 - share, share], [share, 1 - share]])


# ---------------------------------------------------------------- boxes


def test_flip() -> None:
    boxes = np.array([[10.0, 2, 14, 8], [0, 0, 100, 50]])
    flipped = flip_boxes(boxes, 100)
    np.testing.assert_array_equal(flipped, [[86, 2, 90, 8], [0, 0, 100, 50]])
    np.testing.assert_array_equal(flip_boxes(flipped, 100), boxes)


def test_flip_as_opencv_flips_pixels() -> None:
    image = np.zeros((11, 17), dtype=np.uint8)
    image[2:5, 3:10] = 1
    x1, y1, x2, y2 = flip_boxes([[3, 2, 10, 5]], 17)[0].astype(int)
    flipped = cv2.flip(image, 1)
    assert flipped[y1:y2, x1:x2].all()
    assert flipped.sum() == (y2 - y1) * (x2 - x1)


def test_affine_against_polygons(rng: np.random.Generator) -> None:
    corner = rng.uniform(0, 50, size=(7, 2))
    boxes = np.concatenate([corner, corner + rng.uniform(1, 30, size=(7, 2))], axis=1)
    matrix = rng.normal(size=(2, 3))
    (a, b, c), (d, e, f) = matrix
    for box, mapped in zip(boxes, affine_boxes(boxes, matrix), strict=True):
        polygon = shapely.affinity.affine_transform(shapely.box(*box), [a, b, d, e, c, f])
        np.testing.assert_allclose(mapped, polygon.bounds)


def test_a_box_turned_by_45_degrees_grows() -> None:
    turn = np.sqrt(0.5) * np.array([[1, -1, 0], [1, 1, 0]])
    np.testing.assert_allclose(affine_boxes([[-1, -1, 1, 1]], turn), np.sqrt(2) * np.array([[-1, -1, 1, 1]]))


def test_clip() -> None:
    boxes = [[-5, 0, 5, 10], [90, 40, 110, 60], [99, 0, 119, 10], [200, 0, 210, 5], [10, 10, 20, 20]]
    clipped, keep = clip_boxes(boxes, (50, 100))
    np.testing.assert_array_equal(keep, [0, 1, 4])  # of the third 1/20 is left, of the fourth nothing
    np.testing.assert_array_equal(clipped, [[0, 0, 5, 10], [90, 40, 100, 50], [10, 10, 20, 20]])


def test_mosaic_keeps_objects_on_their_pixels() -> None:
    """Each image holds one object of its own gray value; in the composed image the box lies around these pixels."""
    shapes = [(40, 60), (50, 30), (44, 70), (90, 80)]
    boxes = [[[40.0, 20, 55, 35]], [[5.0, 10, 20, 45]], [[30.0, 4, 66, 20]], [[1.0, 2, 9, 30]]]
    center, size = (55, 45), (100, 110)
    canvas = np.zeros(size, dtype=int)
    for index, (height, width) in enumerate(shapes):
        x1, y1, x2, y2 = (int(v) for v in boxes[index][0])
        for row in range(y1, y2):
            for column in range(x1, x2):
                r = center[1] + row - (0 if index >= 2 else height)
                c = center[0] + column - (0 if index in (1, 3) else width)
                if 0 <= r < size[0] and 0 <= c < size[1]:
                    canvas[r, c] = index + 1
    kept, image = mosaic_boxes(boxes, shapes, center, size)
    np.testing.assert_array_equal(image, [0, 1, 2, 3])
    for (x1, y1, x2, y2), index in zip(kept.astype(int), image, strict=True):
        assert (canvas[y1:y2, x1:x2] == index + 1).all()
        assert (canvas == index + 1).sum() == (y2 - y1) * (x2 - x1)


# ---------------------------------------------------------------- pixels


def test_color_jitter_by_hand() -> None:
    image = np.full((3, 2, 2), 0.25)
    np.testing.assert_allclose(color_jitter(image, 2, 1, 1), 0.5)
    np.testing.assert_allclose(color_jitter(image, 8, 1, 1), 1)
    rng = np.random.default_rng(0)
    image = rng.random((3, 5, 7))
    np.testing.assert_allclose(color_jitter(image, 1, 1, 1), image)
    gray = color_jitter(image, 1, 1, 0)
    np.testing.assert_allclose(
        gray[0], cv2.cvtColor(np.moveaxis(image, 0, 2).astype(np.float32), cv2.COLOR_RGB2GRAY), atol=1e-6
    )
    np.testing.assert_allclose(gray[0], gray[2])
    flat = color_jitter(image, 1, 0, 1)
    np.testing.assert_allclose(flat, gray[0].mean())


def test_order_of_color_operations_matters() -> None:
    """After the cut-off at 1 a lower contrast does not bring back what was lost."""
    image = np.array([0.2, 0.8]).reshape(1, 1, 2).repeat(3, axis=0)
    np.testing.assert_allclose(color_jitter(image, 2, 0.5, 1)[0, 0], [0.55, 0.85])
    np.testing.assert_allclose(color_jitter(color_jitter(image, 1, 0.5, 1), 2, 1, 1)[0, 0], [0.7, 1.0])


def test_pca_jitter(rng: np.random.Generator) -> None:
    pixels = rng.normal(size=(500, 3)) @ rng.normal(size=(3, 3)) + 1e4
    image, alpha = rng.random((3, 5, 7)), rng.normal(size=3)
    shift = pca_jitter(image, alpha, pixels) - image
    np.testing.assert_allclose(shift, shift[:, :1, :1] + 0 * shift, atol=1e-12)  # one color for all pixels
    _, vectors, values = cv2.PCACompute2(pixels - pixels.mean(axis=0), mean=None)
    along = np.abs(vectors @ shift[:, 0, 0])[::-1]  # OpenCV has the largest axis first
    np.testing.assert_allclose(
        along, np.abs(alpha * values[::-1, 0]) * len(pixels) / (len(pixels) - 1), rtol=1e-6
    )


@pytest.mark.parametrize(("ratio", "kept"), [(0.5, 0.75), (0.6, 0.84), (0.25, 0.4375)])
def test_grid_mask(ratio: float, kept: float) -> None:
    mask = grid_mask((60, 100), 20, ratio)
    assert mask.mean() == pytest.approx(kept)
    assert kept == pytest.approx(1 - (1 - ratio) ** 2)
    np.testing.assert_array_equal(grid_mask((60, 100), 20, ratio, (3, 7)), np.roll(mask, (3, 7), axis=(0, 1)))
    squares, _ = cv2.connectedComponents((mask == 0).astype(np.uint8))
    assert squares - 1 == 15  # 3 x 5 separate squares


def test_mode_0_of_the_code_keeps_the_squares() -> None:
    """The default of the published code, zeros in rows and in columns, leaves a quarter."""
    mask = np.ones((60, 100))
    for start in range(0, 100, 20):
        mask[start : start + 10] = 0
        mask[:, start : start + 10] = 0
    assert mask.mean() == 0.25
    np.testing.assert_array_equal(1 - mask, grid_mask((60, 100), 20, 0.5, (10, 10)))


@pytest.mark.parametrize(("unit", "ratio"), [(1, 0.5), (20, 0.0), (20, 1.0)])
def test_grid_mask_refuses(unit: int, ratio: float) -> None:
    with pytest.raises(ValueError, match="share"):
        grid_mask((10, 10), unit, ratio)


# ---------------------------------------------------------------- sampling


def test_label_shuffle() -> None:
    labels = np.array([7, 7, 7, 7, 7, -1, -1, 3])
    order = label_shuffle(labels, 0)
    counts = np.bincount(order, minlength=8)
    np.testing.assert_array_equal(counts[:5], 1)  # the largest class comes once
    assert sorted(counts[5:7]) == [2, 3]  # five draws for two rows, in turn
    assert counts[7] == 5
    np.testing.assert_array_equal(order, label_shuffle(labels, 0))
    assert not np.array_equal(order, label_shuffle(labels, 1))
    assert label_shuffle([], 0).shape == (0,)
