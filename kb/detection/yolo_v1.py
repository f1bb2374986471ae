"""The loss of YOLOv1, term by term, for one image.

Source: arXiv 1506.02640, section 2.2, equation 3.

Differs:
- The five terms are returned one by one, with their weights, so that hand cases show where a number comes from.
- Of two objects with their centers in one cell the first is learned; the paper does not say which.
- Sizes are predicted as roots, as in the paper's text; a head that predicts plain sizes would take roots in the
  loss, and fail on negative ones.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kb.detection.iou import as_boxes, box_iou

__all__ = ["v1_boxes", "v1_loss"]


def v1_boxes(pred: ArrayLike, boxes: int = 2) -> np.ndarray:
    """The boxes in the output of YOLOv1.

    Args:
        pred: (S, S, 5 * boxes + K). Each box is x and y within its cell, the roots of width and height as parts of
            the image, and the confidence; then K class values, shared by the boxes of the cell.
        boxes: for each cell.

    Returns:
        (S, S, boxes, 4) xyxy, as parts of the image.

    Raises:
        ValueError: not (S, S, 5 * boxes + K).
    """
    pred = _grid(pred, boxes)
    cells = len(pred)
    each = pred[..., : 5 * boxes].reshape(cells, cells, boxes, 5)
    rows, columns = np.indices((cells, cells))
    center = (each[..., :2] + np.stack([columns, rows], axis=-1)[:, :, None]) / cells
    size = each[..., 2:4] ** 2
    return np.concatenate([center - size / 2, center + size / 2], axis=-1)


def v1_loss(
    pred: ArrayLike,
    truth: ArrayLike,
    labels: ArrayLike,
    boxes: int = 2,
    coord: float = 5.0,
    noobj: float = 0.5,
) -> np.ndarray:
    """Squared errors of one image.

    Args:
        pred: (S, S, 5 * boxes + K), as in ``v1_boxes``.
        truth: (M, 4) xyxy of the objects, as parts of the image; centers inside of it.
        labels: (M,) integer classes.
        boxes: for each cell.
        coord: weight of the coordinates.
        noobj: weight of the confidence of predictors that are not responsible for an object.

    Returns:
        (5,): centers, roots of the sizes, confidence of responsible boxes, of all other boxes, classes. The loss
        is their sum.

    Raises:
        ValueError: shapes that do not fit; a center outside the image.
    """
    pred, truth, labels = _grid(pred, boxes), as_boxes(truth, "truth"), np.asarray(labels, dtype=int)
    cells, found = len(pred), v1_boxes(pred, boxes)
    center, size = (truth[:, :2] + truth[:, 2:]) / 2 * cells, truth[:, 2:] - truth[:, :2]
    if len(labels) != len(truth) or np.any((center < 0) | (center >= cells)):
        raise ValueError("expected one label for each box, and centers in [0, 1) (pixels by mistake?)")
    confidence = pred[..., 4 : 5 * boxes : 5]
    free = np.ones((cells, cells), dtype=bool)
    terms = np.array([0.0, 0.0, 0.0, noobj * np.square(confidence).sum(), 0.0])
    for (x, y), wh, box, label in zip(center, size, truth, labels, strict=True):
        row, column = int(y), int(x)
        if not free[row, column]:
            continue
        free[row, column] = False
        iou = box_iou(_in_order(found[row, column]), box[None])[:, 0]
        own = int(iou.argmax())  # responsible: the predictor that overlaps best already
        guess, classes = pred[row, column, 5 * own : 5 * own + 5], pred[row, column, 5 * boxes :]
        terms[0] += coord * np.square(guess[:2] - [x - column, y - row]).sum()
        terms[1] += coord * np.square(guess[2:4] - np.sqrt(wh)).sum()
        terms[2] += (guess[4] - iou[own]) ** 2  # the target of the confidence is the IoU, not 1
        terms[3] -= noobj * guess[4] ** 2  # it was counted among the others
        terms[4] += np.square(classes - (np.arange(len(classes)) == label)).sum()
    return terms


def _grid(pred: ArrayLike, boxes: int) -> np.ndarray:
    pred = np.asarray(pred, dtype=float)
    if pred.ndim != 3 or pred.shape[0] != pred.shape[1] or pred.shape[2] < 5 * boxes:
        found = f"pred has shape {pred.shape}"
        raise ValueError(f"{found}, expected (S, S, {5 * boxes} + K) (channels first by mistake?)")
    return pred


def _in_order(boxes: np.ndarray) -> np.ndarray:
    """A size is a square, so corners are in order; rounding may exchange them for tiny boxes."""
    return np.concatenate(
        [np.minimum(boxes[:, :2], boxes[:, 2:]), np.maximum(boxes[:, :2], boxes[:, 2:])], axis=1
    )
