"""The proof of ``kb.metrics.detection`` and its COCO evaluation: hand cases, pycocotools, a slow definition."""

from __future__ import annotations

import contextlib
import io
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sklearn.metrics as sk
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from kb.metrics.detection import (
    average_precision,
    envelope,
    match_detections,
    match_detections_voc,
    precision_recall,
)
from kb.metrics.detection_coco import COCO_THRESHOLDS, Image, coco_ap, match_with_crowds, mean_ap

GT = [[0, 0, 4, 4], [10, 0, 14, 4]]

MATCHES = [
    pytest.param([[0, 0, 4, 4], [10, 0, 14, 4]], [0.9, 0.8], GT, [True, True], id="both found"),
    pytest.param([[0, 0, 4, 4], [0, 0, 4, 3]], [0.9, 0.8], GT, [True, False], id="a duplicate is false"),
    pytest.param([[0, 0, 4, 3], [0, 0, 4, 4]], [0.9, 0.8], GT, [True, False], id="score decides, not IoU"),
    pytest.param([[0, 0, 4, 3], [0, 0, 4, 4]], [0.8, 0.9], GT, [False, True], id="the order of the input"),
    pytest.param([[0, 0, 4, 3], [0, 0, 4, 4]], [0.5, 0.5], GT, [True, False], id="a tie: lower index first"),
    pytest.param([[0, 0, 4, 2]], [0.9], GT, [True], id="exactly at the threshold is a hit"),
    pytest.param([[0, 0, 4, 1.99]], [0.9], GT, [False], id="just below is none"),
    pytest.param([[20, 0, 24, 4]], [0.9], GT, [False], id="no overlap"),
    pytest.param([], [], GT, [], id="no detections"),
    pytest.param([[0, 0, 4, 4]], [0.9], [], [False], id="no truth"),
]


@pytest.mark.parametrize(("boxes", "scores", "gt", "expected"), MATCHES)
@pytest.mark.parametrize("rule", [match_detections, match_detections_voc])
def test_matching_by_hand(rule: Any, boxes: Any, scores: Any, gt: Any, expected: list[bool]) -> None:
    boxes, gt = np.reshape(np.array(boxes, float), (-1, 4)), np.reshape(np.array(gt, float), (-1, 4))
    result = rule(boxes, np.array(scores, float), gt, 0.5)
    assert result.dtype == bool
    np.testing.assert_array_equal(result, expected)


def test_coco_takes_the_second_best_box_and_voc_does_not() -> None:
    """Both detections overlap the first box most; the second overlaps the other one enough."""
    gt = np.array([[0.0, 0, 10, 10], [3, 0, 13, 10]])
    boxes = np.array([[0.0, 0, 10, 10], [1, 0, 11, 10]])  # the second: 9/11 and 8/12
    scores = np.array([0.9, 0.8])
    assert match_detections(boxes, scores, gt, 0.5).tolist() == [True, True]
    assert match_detections_voc(boxes, scores, gt, 0.5).tolist() == [True, False]


def test_greedy_is_not_the_best_assignment() -> None:
    """The first takes the box that the second needs, and leaves one that it could have had."""
    gt = np.array([[0.0, 0, 10, 10], [3, 0, 13, 10]])
    boxes = np.array([[1.0, 0, 11, 10], [-2, 0, 8, 10]])  # 9/11, 8/12; 8/12, 5/15
    assert match_detections(boxes, np.array([0.9, 0.8]), gt, 0.5).tolist() == [True, False]
    assert match_detections(boxes, np.array([0.8, 0.9]), gt, 0.5).tolist() == [True, True]


# ---------------------------------------------------------------- average precision

TOY = ([True, True, False, True, False, False, True, False], np.arange(8, 0, -1) / 8, 6)


def slow_ap(matched: Any, scores: Any, positives: int, grid: list[Fraction]) -> float:
    """From the definition, in fractions: the mean over the grid of the best precision at that recall or beyond."""
    ranked = [hit for _, hit in sorted(zip(scores, matched, strict=True), key=lambda pair: -pair[0])]
    points, hits = [], 0
    for count, hit in enumerate(ranked, start=1):
        hits += bool(hit)
        points.append((Fraction(hits, positives), Fraction(hits, count)))
    best = [max([p for r, p in points if r >= at], default=Fraction(0)) for at in grid]
    return float(sum(best) / len(grid))


GRIDS = {"voc07": [Fraction(i, 10) for i in range(11)], "coco": [Fraction(i, 100) for i in range(101)]}


@pytest.mark.parametrize("method", ["voc07", "coco"])
@pytest.mark.parametrize("seed", range(5))
def test_ap_on_a_grid(method: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    matched, scores = rng.random(61) < 0.4, np.round(rng.random(61), 1)  # many ties
    positives = 67  # no recall falls on a grid point other than 0
    expected = slow_ap(matched, scores, positives, GRIDS[method])
    assert average_precision(matched, scores, positives, method) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_area_is_the_limit_of_ever_finer_grids(seed: int) -> None:
    rng = np.random.default_rng(seed)
    matched, scores = rng.random(23) < 0.5, rng.permutation(23)
    grid = [Fraction(2 * i + 1, 2 * 29 * 50) for i in range(29 * 50)]  # middles of equal steps
    expected = slow_ap(matched, scores, 29, grid)
    assert average_precision(matched, scores, 29, "area") == pytest.approx(expected, rel=1e-12)


def test_three_rules_three_numbers() -> None:
    """The toy list of the page: hits at ranks 1, 2, 4, 7 of 8, and 6 boxes in all."""
    best = [1, 1, 3 / 4, 4 / 7]  # at recall 1/6, 2/6, 3/6, 4/6
    assert average_precision(*TOY, "area") == pytest.approx(sum(best) / 6)
    eleven = [1] * 4 + [3 / 4] * 2 + [4 / 7]  # recalls 0 to .3, .4 and .5, .6
    assert average_precision(*TOY, "voc07") == pytest.approx(sum(eleven) / 11)
    many = [1] * 34 + [3 / 4] * 17 + [4 / 7] * 16  # 0 to .33, .34 to .50, .51 to .66
    assert average_precision(*TOY, "coco") == pytest.approx(sum(many) / 101)


def test_without_the_envelope_it_is_scikit_learns() -> None:
    matched, scores, _ = TOY
    precision, recall = precision_recall(matched, scores, 4)
    raw = (np.diff(recall, prepend=0) * precision).sum()
    assert raw == pytest.approx(sk.average_precision_score(matched, scores))
    assert average_precision(matched, scores, 4, "area") >= raw


@pytest.mark.parametrize(
    ("matched", "positives", "expected"),
    [
        pytest.param([True] * 3, 3, 1.0, id="perfect"),
        pytest.param([False] * 3, 3, 0.0, id="nothing found"),
        pytest.param([], 3, 0.0, id="no detections"),
        pytest.param([False, False], 0, np.nan, id="no positives"),
        pytest.param([], 0, np.nan, id="nothing at all"),
    ],
)
@pytest.mark.parametrize("method", ["voc07", "coco", "area"])
def test_edges(matched: list[bool], positives: int, expected: float, method: str) -> None:
    scores = np.arange(len(matched), 0, -1, dtype=float)
    value = average_precision(np.array(matched, bool), scores, positives, method)
    np.testing.assert_allclose(value, expected, rtol=1e-12)


def test_false_detections_below_the_last_hit_cost_nothing() -> None:
    matched, scores = np.array([True, False, True]), np.array([0.9, 0.8, 0.7])
    more = np.r_[matched, np.zeros(100, bool)], np.r_[scores, np.linspace(0.6, 0.1, 100)]
    for method in ("voc07", "coco", "area"):
        assert average_precision(matched, scores, 3, method) == average_precision(*more, 3, method)


def test_envelope() -> None:
    assert envelope([1, 0.5, 2 / 3, 0.5, 0.6]).tolist() == [1, 2 / 3, 2 / 3, 0.6, 0.6]


def test_method_is_checked() -> None:
    with pytest.raises(ValueError, match="voc07, area or coco"):
        average_precision([True], [1.0], 1, "voc")


# ---------------------------------------------------------------- pycocotools


def scene(seed: int, images: int = 5, crowds: bool = False) -> list[Image]:
    """Detections around a crowded truth: hits, duplicates, near misses, and strays."""
    rng = np.random.default_rng(seed)
    made = []
    for _ in range(images):
        corner = rng.uniform(0, 60, (rng.integers(0, 8), 2))
        gt = np.hstack([corner, corner + rng.uniform(15, 30, corner.shape)])
        near = np.repeat(gt, 3, axis=0)
        near = near + rng.normal(scale=3, size=near.shape)
        stray = rng.uniform(0, 50, (4, 2))
        boxes = np.vstack([near, np.hstack([stray, stray + 20])])
        crowd = rng.random(len(gt)) < 0.3 if crowds else np.zeros(len(gt), bool)
        made.append(Image(boxes, rng.permutation(len(boxes)) / len(boxes), gt, crowd))
    return made


def to_coco(classes: list[list[Image]]) -> COCOeval:
    """The same in the dictionaries of COCO, evaluated."""
    truth, found = [], []
    for category, images in enumerate(classes, start=1):
        for image_id, image in enumerate(images, start=1):
            for box, crowd in zip(image.gt, np.asarray(image.crowd), strict=True):
                xywh = [*box[:2], *(box[2:] - box[:2])]
                truth.append(
                    {
                        "id": len(truth) + 1,
                        "image_id": image_id,
                        "category_id": category,
                        "bbox": xywh,
                        "area": float(xywh[2] * xywh[3]),
                        "iscrowd": int(crowd),
                    }
                )
            for box, score in zip(image.boxes, image.scores, strict=True):
                xywh = [*box[:2], *(box[2:] - box[:2])]
                found.append(
                    {"image_id": image_id, "category_id": category, "bbox": xywh, "score": float(score)}
                )
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = {
            "images": [{"id": i + 1} for i in range(len(classes[0]))],
            "categories": [{"id": c + 1} for c in range(len(classes))],
            "annotations": truth,
            "info": {},
        }
        coco.createIndex()
        result = COCOeval(coco, coco.loadRes(found), "bbox")
        result.evaluate()
        result.accumulate()
        result.summarize()
    return result


@pytest.mark.parametrize("crowds", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_ap_is_that_of_pycocotools(seed: int, crowds: bool) -> None:
    images = scene(seed, crowds=crowds)
    theirs = to_coco([images]).eval["precision"][:, :, 0, 0, 2].mean(axis=1)  # (10,) a threshold each
    ours = [coco_ap(images, float(threshold)) for threshold in COCO_THRESHOLDS]
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12)
    assert 0.2 < ours[0] < 1


def test_mean_over_classes_and_thresholds_is_that_of_pycocotools() -> None:
    classes = [scene(5), scene(6), scene(7, crowds=True)]
    theirs = to_coco(classes).stats
    assert mean_ap(classes) == pytest.approx(theirs[0], rel=1e-12)
    assert mean_ap(classes, 0.5) == pytest.approx(theirs[1], rel=1e-12)
    assert mean_ap(classes, 0.75) == pytest.approx(theirs[2], rel=1e-12)


def test_limit_of_detections() -> None:
    images = scene(8)
    theirs = to_coco([images]).eval["precision"][0, :, 0, 0, :2].mean(axis=0)  # 1 and 10 an image
    assert [coco_ap(images, 0.5, limit) for limit in (1, 10)] == pytest.approx(theirs.tolist(), rel=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_matching_is_that_of_pycocotools(seed: int) -> None:
    images = scene(seed)
    result = to_coco([images])
    for image, theirs in zip(images, result.evalImgs[: len(images)], strict=True):
        order = np.argsort(-image.scores, kind="stable")
        matched = match_detections(image.boxes, image.scores, image.gt, 0.5)
        np.testing.assert_array_equal(matched[order], theirs["dtMatches"][0] > 0)


def test_a_crowd_swallows_detections_and_asks_for_none() -> None:
    gt, crowd = np.array([[0.0, 0, 4, 4], [10, 0, 50, 40]]), [False, True]
    boxes = np.array([[0.0, 0, 4, 4], [12, 2, 20, 8], [30, 20, 36, 28]])
    matched, ignored = match_with_crowds(Image(boxes, np.array([0.9, 0.8, 0.7]), gt, crowd), 0.5)
    assert matched.tolist() == [True, False, False]
    assert ignored.tolist() == [False, True, True]
    assert coco_ap([Image(boxes, np.array([0.9, 0.8, 0.7]), gt, crowd)], 0.5) == pytest.approx(1.0)


def test_a_class_without_truth_is_left_out_of_the_mean() -> None:
    empty = [Image(np.array([[0.0, 0, 4, 4]]), np.array([0.9]), np.zeros((0, 4)))]
    full = [Image(np.array([[0.0, 0, 4, 4]]), np.array([0.9]), np.array([[0.0, 0, 4, 4]]))]
    assert mean_ap([empty, full]) == pytest.approx(1.0)
    assert np.isnan(mean_ap([empty]))


def test_ap_is_no_mean_over_images() -> None:
    """A stray of a high score in one image ruins the list of all images, not only its own."""
    box = np.array([[0.0, 0, 4, 4]])
    good = Image(box, np.array([0.5]), box)
    bad = Image(np.vstack([box + 20, box]), np.array([0.9, 0.4]), box)
    alone = (coco_ap([good], 0.5) + coco_ap([bad], 0.5)) / 2
    assert alone == pytest.approx(3 / 4)
    assert coco_ap([good, bad], 0.5) == pytest.approx(2 / 3)
