"""Suppression within classes: names of any size, one order over all classes, and classes that never touch."""

import numpy as np
import pytest

from kb.detection.iou import box_iou
from kb.detection.nms import batched_nms
from kb.grader.cases.drawing.pairs import tiny

WIDE = [0.0, 0.0, 4.0, 2.0]
LEFT_HALF = [0.0, 0.0, 2.0, 2.0]  # IoU 1/2 with WIDE
SHIFTED = [1.0, 0.0, 5.0, 2.0]  # IoU 3/5 with WIDE
FAR = [50.0, 0.0, 53.0, 5.0]
ROW = [[0.0, 0, 4, 2], [2.0, 0, 6, 2], [4.0, 0, 8, 2]]  # neighbors have IoU 1/3, the ends only touch
DTYPES = [np.float64, np.float32]


def crowd(rng, n, threshold, dtype=np.float64, names=(0, 1, 2)):
    """Up to n boxes, several around each object, in classes by chance; coordinates of both signs.

    No two scores are equal, and no IoU is within 0.001 of the threshold.
    """
    corner = rng.uniform(-60.0, 60.0, (n // 9, 2))
    objects = np.concatenate([corner, corner + rng.uniform(10.0, 30.0, corner.shape)], axis=1)
    copies = objects[rng.integers(0, len(objects), n)]
    boxes = (copies + rng.uniform(-4.0, 4.0, copies.shape)).astype(dtype)
    exact = boxes.astype(np.float64)
    close = np.abs(box_iou(exact, exact) - threshold) < 1e-3
    boxes = boxes[~np.tril(close, -1).any(axis=1)]  # of two that are too close to call, the later one goes
    scores = (rng.permutation(len(boxes)) + 1) / (len(boxes) + 1)
    return boxes, scores.astype(dtype), rng.choice(np.array(names, dtype=np.int64), len(boxes))


def expected(boxes, scores, classes, threshold):
    return batched_nms(boxes.astype(np.float64), scores.astype(np.float64), classes, threshold)


@pytest.mark.parametrize(
    ("boxes", "scores", "classes", "keep"),
    [
        pytest.param([WIDE, WIDE], [0.5, 0.9], [0, 1], [1, 0], id="the same box in two classes: both stay"),
        pytest.param(
            [WIDE, WIDE, FAR], [0.5, 0.9, 0.7], [1, 1, 1], [1, 2], id="in one class: the better stays"
        ),
        pytest.param(
            [WIDE, SHIFTED, WIDE, SHIFTED],
            [0.6, 0.7, 0.8, 0.9],
            [0, 1, 0, 1],
            [3, 2],
            id="two classes at one place: the better of each",
        ),
        pytest.param(
            [WIDE, FAR, [9, 0, 12, 2], [20, 0, 24, 2]],
            [0.6, 0.9, 0.8, 0.7],
            [0, 0, 1, 1],
            [1, 2, 3, 0],
            id="apart: by falling score over all classes",
        ),
        pytest.param([WIDE, FAR, SHIFTED], [0.9, 0.8, 0.7], [4, 4, 7], [0, 1, 2], id="classes 4 and 7"),
        pytest.param(
            [[0, 0, 1, 1], [5, 4, 6, 5]], [0.4, 0.6], [3, 3], [1, 0], id="small and apart in both axes"
        ),
        pytest.param([WIDE], [0.4], [3], [0], id="one box"),
    ],
)
def test_hand_cases(solution, boxes, scores, classes, keep):
    solution(np.array(boxes, dtype=np.float64), np.array(scores), np.array(classes), 0.5).equals(keep)


@pytest.mark.parametrize(
    ("boxes", "scores", "classes", "keep"),
    [
        pytest.param(
            [*ROW, FAR],
            [0.9, 0.8, 0.7, 0.6],
            [2, 2, 2, 0],
            [0, 2, 3],
            id="a box that is gone removes nothing",
        ),
        pytest.param(
            ROW, [0.9, 0.8, 0.7], [0, 1, 0], [0, 1, 2], id="the middle is of another class: all stay"
        ),
        pytest.param(
            [WIDE, WIDE, SHIFTED],
            [0.9, 0.8, 0.7],
            [5, 6, 5],
            [0, 1],
            id="another class lies between in the order",
        ),
    ],
)
def test_chain(solution, boxes, scores, classes, keep):
    """At the threshold 1/4."""
    solution(np.array(boxes, dtype=np.float64), np.array(scores), np.array(classes), 0.25).equals(keep)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("boxes", "threshold", "keep"),
    [
        pytest.param([WIDE, LEFT_HALF, WIDE], 0.5, [0, 1, 2], id="IoU 1/2 at 1/2 stays"),
        pytest.param([WIDE, LEFT_HALF, WIDE], 0.4375, [0, 2], id="IoU 1/2 above 7/16 goes"),
        pytest.param([WIDE, WIDE, WIDE], 1, [0, 1, 2], id="IoU 1 at 1 stays"),
        pytest.param([WIDE, [4, 0, 8, 2], WIDE], 0, [0, 1, 2], id="IoU 0 at 0 stays: an edge in common"),
    ],
)
def test_at_the_threshold(solution, boxes, threshold, keep, dtype):
    """The first two are of one class, the third is of another."""
    scores = np.array([0.75, 0.5, 0.25], dtype=dtype)
    solution(np.array(boxes, dtype=dtype), scores, np.array([1, 1, 0]), threshold).equals(keep)


@pytest.mark.parametrize(
    ("boxes", "scores", "classes", "keep"),
    [
        pytest.param(
            [WIDE, WIDE, WIDE], [0.5, 0.5, 0.5], [7, 1, 0], [0, 1, 2], id="by index and not by class"
        ),
        pytest.param(
            [WIDE, WIDE, WIDE, WIDE],
            [0.5, 0.5, 0.5, 0.5],
            [1, 0, 1, 0],
            [0, 1],
            id="the lower index of each class",
        ),
        pytest.param(
            [FAR, WIDE, WIDE, FAR],
            [0.5, 0.75, 0.75, 0.5],
            [1, 1, 0, 0],
            [1, 2, 0, 3],
            id="two pairs of equals, across classes",
        ),
    ],
)
def test_ties(solution, boxes, scores, classes, keep):
    solution(np.array(boxes, dtype=np.float64), np.array(scores), np.array(classes), 0.5).equals(keep)


@pytest.mark.parametrize(
    "names",
    [
        pytest.param([-1, 0], id="minus 1 and 0"),
        pytest.param([-7, 90], id="with gaps"),
        pytest.param([-3, -2], id="all negative"),
        pytest.param([2**24, 2**24 + 1], id="one number in float32"),
        pytest.param([2**53, 2**53 + 1], id="one number in float64"),
        pytest.param([-(2**62), 2**62], id="huge"),
    ],
)
def test_classes_are_names(solution, names):
    """Two boxes over each other in each of the two classes, a far one, and one of a third class on top."""
    one, other = names
    boxes = np.array([WIDE, WIDE, SHIFTED, SHIFTED, FAR, WIDE])
    classes = np.array([one, other, other, one, one, 12345], dtype=np.int64)
    scores = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
    solution(boxes, scores, classes, 0.5).equals([0, 1, 4, 5])


@pytest.mark.parametrize(
    ("boxes", "keep"),
    [
        pytest.param(
            [[0, 0, 10, 10], [-11, -11, -1, -1]],
            [0, 1],
            id="the largest coordinate plus 1 carries it over the other",
        ),
        pytest.param([[-5, -5, -1, -1], [-5, -5, -1, -1]], [0, 1], id="all coordinates are negative"),
        pytest.param([[-100, -100, -90, -90], [-89, -89, -79, -79]], [0, 1], id="far below zero"),
        pytest.param([[9, 9, 10, 10], [0, 0, 1, 1]], [0, 1], id="opposite corners"),
        pytest.param([[5000, 5000, 5010, 5010], [904, 904, 914, 914]], [0, 1], id="4096 apart"),
        pytest.param([[8000, 8000, 8010, 8010], [320, 320, 330, 330]], [0, 1], id="7680 apart"),
    ],
)
def test_classes_never_touch(solution, boxes, keep):
    """Classes 0 and 1: a shift that is too small, or of the wrong sign, brings these boxes together."""
    solution(np.array(boxes, dtype=np.float64), np.array([0.9, 0.8]), np.array([0, 1]), 0.5).equals(keep)


@pytest.mark.parametrize(
    ("height", "threshold", "small"),
    [
        pytest.param(0.59375, 0.5625, [0], id="IoU 19/32 above 18/32 goes"),
        pytest.param(0.40625, 0.4375, [0, 1], id="IoU 13/32 below 14/32 stays"),
    ],
)
def test_small_boxes_in_a_large_image(solution, height, threshold, small):
    """Two small boxes of class 90, and one as large as the image in each of the classes 0 to 89.

    In float32, 90 * 40001 counts in quarters of a pixel: moved that far, both heights become 1/2.
    """
    large = [[0, 0, 40000, 40000]] * 90
    boxes = np.array([[0, 0, 1, 1], [0, 0, 1, height], *large], dtype=np.float32)
    classes = np.array([90, 90, *range(90)])
    scores = np.arange(92, 0, -1).astype(np.float32)
    solution(boxes, scores, classes, threshold).equals([*small, *range(2, 92)])


def test_boxes_without_area(solution):
    """Their IoU is 0, also with themselves, and nothing goes, not even at the threshold 0."""
    boxes = np.array([[3.0, 3, 3, 3], [3.0, 3, 3, 3], [0.0, 0, 0, 0], [3.0, 3, 3, 3]])
    solution(boxes, np.array([0.1, 0.4, 0.2, 0.3]), np.array([1, 1, 0, 0]), 0.0).equals([1, 3, 2, 0])


def test_tiny_boxes(solution):
    """Two equal boxes have IoU 1; with an epsilon of 1e-10 in the denominator it is 0.9. The third is no rival."""
    boxes = np.repeat(tiny()[1][:1], 3, axis=0)
    solution(boxes, np.array([0.5, 0.75, 0.25]), np.array([0, 0, 1]), 511 / 512).equals([1, 2])


def test_negative_scores(solution):
    boxes = np.array([WIDE, SHIFTED, WIDE, SHIFTED])
    solution(boxes, np.array([-4.0, -1.0, -2.0, -3.0]), np.array([0, 0, 1, 1]), 0.5).equals([1, 2])


@pytest.mark.parametrize("dtype", DTYPES)
def test_no_boxes(solution, dtype):
    nothing = np.zeros((0, 4), dtype=dtype), np.zeros(0, dtype=dtype), np.zeros(0, dtype=np.int64)
    solution(*nothing, 0.5).equals([])


def test_many_ties(solution, rng):
    """211 boxes that are apart, three scores, five classes: equal scores keep the order of the input."""
    n = 211
    left = 10.0 * rng.permutation(n)
    boxes = np.stack([left, np.zeros(n), left + 4, np.full(n, 2.0)], axis=1)
    scores = rng.integers(0, 3, n) / 4
    solution(boxes, scores, rng.integers(0, 5, n), 0.5).equals(np.lexsort((np.arange(n), -scores)))


def test_one_class_and_a_class_each(solution, rng):
    """All of one class is plain NMS; each its own class removes nothing."""
    boxes, scores, classes = crowd(rng, 60, 0.5)
    same = np.full(len(boxes), 6)
    solution(boxes, scores, same, 0.5).equals(expected(boxes, scores, same, 0.5))
    solution(boxes, scores, np.arange(len(boxes)), 0.5).equals(np.argsort(-scores))


def test_names_of_classes_are_no_matter(solution, rng):
    """Other names for the same classes, in another order: the same boxes are kept."""
    boxes, scores, classes = crowd(rng, 61, 0.5)
    renamed = np.array([40, -17, 3])[classes]
    solution(boxes, scores, renamed, 0.5).equals(expected(boxes, scores, classes, 0.5))


def test_order_of_the_input_is_no_matter(solution, rng):
    boxes, scores, classes = crowd(rng, 61, 0.5)
    shuffle = rng.permutation(len(boxes))
    where = np.argsort(shuffle)  # where[i] is the place of box i after the shuffle
    keep = expected(boxes, scores, classes, 0.5)
    solution(boxes[shuffle], scores[shuffle], classes[shuffle], 0.5).equals(where[keep])


def test_read_only_and_not_contiguous(solution, rng):
    boxes, scores, classes = crowd(rng, 90, 0.5)
    boxes, scores, classes = np.asfortranarray(boxes)[::2], scores[::2], classes[::2]
    for array in (boxes, scores, classes):
        array.flags.writeable = False
    solution(boxes, scores, classes, 0.5).equals(expected(boxes, scores, classes, 0.5))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("threshold", [0.3, 0.6])
def test_random(solution, rng, threshold, dtype):
    boxes, scores, classes = crowd(rng, 97, threshold, dtype, names=(-2, 0, 5, 1000))
    solution(boxes, scores, classes, threshold).equals(expected(boxes, scores, classes, threshold))


def test_a_few_hundred_boxes(solution, rng):
    boxes, scores, classes = crowd(rng, 400, 0.5, np.float32, names=range(7))
    solution(boxes, scores, classes, 0.5).equals(expected(boxes, scores, classes, 0.5))
