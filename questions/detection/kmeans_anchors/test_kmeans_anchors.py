"""k-means with 1 - IoU: who is nearest, means, ties, anchors without boxes, and the number of steps."""

import numpy as np
import pytest

from kb.detection.yolo_anchors import kmeans_anchors, wh_iou


def drawn(rng, n, k, iterations, dtype=np.float64):
    """Sizes from 5 to 400, spread evenly in the logarithm.

    In no step are two anchors nearly as good for a box, or is one without boxes.
    """
    while True:
        wh = np.exp(rng.uniform(np.log(5.0), np.log(400.0), (n, 2))).astype(dtype)
        init = np.exp(rng.uniform(np.log(5.0), np.log(400.0), (k, 2))).astype(dtype)
        exact = init.astype(np.float64)
        for _ in range(iterations):
            iou = wh_iou(wh, exact)
            best = np.sort(iou, axis=1)
            if np.any(best[:, -1] - best[:, -2] < 1e-4) or len(np.unique(iou.argmax(axis=1))) < k:
                break
            exact = kmeans_anchors(wh.astype(np.float64), exact, 1)
        else:
            return wh, init


def expected(wh, init, iterations):
    return kmeans_anchors(wh.astype(np.float64), init.astype(np.float64), iterations)


def test_shape(solution, rng):
    wh, init = drawn(rng, 23, 3, 4)
    solution(wh, init, 4).has_shape(3, 2)


@pytest.mark.parametrize(
    ("wh", "init", "anchors"),
    [
        pytest.param(
            [[10, 12], [12, 10], [100, 80], [80, 100]],
            [[8, 8], [90, 70]],
            [[11, 11], [90, 90]],
            id="two clear groups",
        ),
        pytest.param(
            [[4, 4], [6, 4], [20, 20], [40, 30]],
            [[5, 5], [60, 60]],
            [[5, 4], [30, 25]],
            id="the large anchor covers all and does not get all",
        ),
        # 48 is 28 from 20 and 32 from 80; the IoUs are 0.17 and 0.36.
        pytest.param(
            [[20, 20], [48, 48], [80, 80]],
            [[20, 20], [80, 80]],
            [[20, 20], [64, 64]],
            id="Euclid says the small anchor, IoU the large one",
        ),
        # 12 x 2 with 4 x 4: 8 / 32, with 5 x 5: 10 / 39, with 12 x 12: 24 / 144.
        pytest.param(
            [[12, 2], [12, 12], [4, 4]],
            [[12, 12], [4, 4], [5, 5]],
            [[12, 12], [4, 4], [12, 2]],
            id="a long box goes to the best union",
        ),
        # 16 x 1 with 4 x 4: overlap 4, union 28; with 6 x 6: 6 of 46; with 20 x 1.25: 16 of 25.
        pytest.param(
            [[16, 1], [4, 4], [6, 6]],
            [[4, 4], [20, 1.25], [6, 6]],
            [[4, 4], [16, 1], [6, 6]],
            id="shape counts, not area",
        ),
        # 8 x 2 (area 16) with 4 x 4: overlap 8, union 24, larger area 16. With 8 x 5.5: overlap 16, union 44.
        pytest.param(
            [[8, 2], [4, 4]],
            [[4, 4], [8, 5.5]],
            [[4, 4], [8, 2]],
            id="a long box: the union decides, not the larger area",
        ),
        pytest.param(
            [[10, 10], [11, 10], [10, 11], [17, 17]],
            [[9, 9]],
            [[12, 12]],
            id="the mean, not the median",
        ),
        pytest.param([[2.25, 4.75]], [[3, 3]], [[2.25, 4.75]], id="one box, one anchor"),
        pytest.param(
            [[0.25, 0.125], [0.75, 0.5]],
            [[0.25, 0.25], [1, 0.5]],
            [[0.25, 0.125], [0.75, 0.5]],
            id="parts of the image: below 1",
        ),
    ],
)
def test_assignment(solution, wh, init, anchors):
    """One iteration."""
    solution(np.array(wh, dtype=np.float64), np.array(init, dtype=np.float64), 1).close(
        np.array(anchors, dtype=float)
    )


@pytest.mark.parametrize(
    ("wh", "init", "anchors"),
    [
        pytest.param(
            [[4, 4], [16, 16], [4, 2]],
            [[2, 4], [4, 2], [16, 8]],
            [[4, 4], [4, 2], [16, 16]],
            id="equal IoU: the lower index",
        ),
        pytest.param(
            [[4, 4], [4, 4], [4, 2], [2, 4]],
            [[8, 4], [4, 2], [2, 4]],
            [[4, 4], [4, 2], [2, 4]],
            id="three are equal: the lowest",
        ),
        pytest.param([[4, 8]], [[8, 8], [8, 8]], [[4, 8], [8, 8]], id="the same anchor twice"),
    ],
)
def test_ties(solution, wh, init, anchors):
    """IoUs are exactly 1/2."""
    solution(np.array(wh, dtype=np.float64), np.array(init, dtype=np.float64), 1).close(
        np.array(anchors, dtype=float)
    )


@pytest.mark.parametrize(
    ("wh", "init", "anchors"),
    [
        pytest.param(
            [[10, 12], [12, 10]],
            [[300, 300], [10, 10], [3, 2]],
            [[300, 300], [11, 11], [3, 2]],
            id="an anchor without boxes stays",
        ),
        pytest.param([[10, 12]], [[9, 9], [300, 200]], [[10, 12], [300, 200]], id="more anchors than boxes"),
    ],
)
def test_empty(solution, wh, init, anchors):
    for iterations in (1, 3):
        solution(np.array(wh, dtype=np.float64), np.array(init, dtype=np.float64), iterations).close(
            np.array(anchors, dtype=float)
        )


def test_order_of_init(solution):
    wh = np.array([[10.0, 12], [12, 10], [100, 80], [80, 100], [30, 40], [34, 32]])
    init = np.array([[35.0, 30], [90, 70], [8, 8]])
    solution(wh, init, 2).close(np.array([[32.0, 36], [90, 90], [11, 11]]))


CHAIN = np.array([[8.0, 8], [10, 10], [12, 12], [24, 24]])
CHAIN_START = np.array([[8.0, 8], [16, 16]])


@pytest.mark.parametrize(
    ("iterations", "anchors"),
    [
        pytest.param(0, [[8, 8], [16, 16]], id="0: init comes back"),
        pytest.param(1, [[9, 9], [18, 18]], id="1: one step"),
        pytest.param(2, [[10, 10], [24, 24]], id="2: a box changes sides"),
        pytest.param(7, [[10, 10], [24, 24]], id="7: nothing moves any more"),
    ],
)
def test_iterations(solution, iterations, anchors):
    """First 12 is nearer to 16 (144/256) than to 8 (64/144), then to 9 (81/144) than to 18 (144/324)."""
    solution(CHAIN, CHAIN_START, iterations).close(np.array(anchors, dtype=float))


# Squares: 19 belongs to the larger anchor where the product of both sides is below 19 * 19 = 361. It is 360.94, then
# 361.07, as the small anchor grows by 1/256.
SLOW = np.array([[10 + 241 / 256] * 2] * 3 + [[19.0, 19], [40, 40], [40, 40]])
SLOW_START = np.array([[10 + 240 / 256] * 2, [33, 33]])


@pytest.mark.parametrize(
    ("iterations", "anchors"),
    [
        pytest.param(1, [[10 + 241 / 256] * 2, [33, 33]], id="1: next to nothing moves"),
        pytest.param(2, [[12 + 979 / 1024] * 2, [40, 40]], id="2: and yet a box changes sides"),
        pytest.param(5, [[12 + 979 / 1024] * 2, [40, 40]], id="5: settled"),
    ],
)
def test_small_steps(solution, iterations, anchors):
    """A step that hardly moves an anchor is not the last one: the number of iterations is."""
    solution(SLOW, SLOW_START, iterations).close(np.array(anchors, dtype=float))


# In units of 1/512 pixel above 1000. No square lies in the middle of two anchors.
CLOSE = np.array([0.0, 1, 2, 4, 6])


@pytest.mark.parametrize(
    ("iterations", "anchors"),
    [
        pytest.param(1, [0, 3.25], id="1"),
        pytest.param(2, [0.5, 4], id="2"),
        pytest.param(3, [1, 5], id="3: settled"),
    ],
)
def test_steps_below_a_tolerance(solution, iterations, anchors):
    """Steps of 2/512 pixel are nothing to np.allclose, which forgives 1e-5 of a value: 0.01 at 1000."""
    wh = np.repeat(1000 + CLOSE[:, None] / 512, 2, axis=1)
    solution(wh, wh[:2], iterations).close(np.repeat(1000 + np.array(anchors)[:, None] / 512, 2, axis=1))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("iterations", [1, 5])
def test_random(solution, rng, iterations, dtype):
    wh, init = drawn(rng, 41, 4, iterations, dtype)
    solution(wh, init, iterations).close(expected(wh, init, iterations))


def test_read_only_and_not_contiguous(solution, rng):
    wh, init = drawn(rng, 31, 3, 3)
    wh, init = np.asfortranarray(np.repeat(wh, 2, axis=0))[::2], np.asfortranarray(init)
    wh.flags.writeable = init.flags.writeable = False
    solution(wh, init, 3).close(expected(wh, init, 3))
