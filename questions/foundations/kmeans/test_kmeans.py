"""Lloyd's algorithm: nearest centers, means, ties, centers without points, steps, and labels of what is returned."""

import numpy as np
import pytest

from kb.foundations.clustering import kmeans, squared_distances


def drawn(rng, n, k, dims, iterations, dtype=np.float64, shift=0.0, margin=1e-3):
    """Points and centers; in no step are two centers nearly as far from a point, or is one without points."""
    while True:
        x = (rng.normal(0.0, 3.0, (n, dims)) + shift).astype(dtype)
        init = (rng.normal(0.0, 3.0, (k, dims)) + shift).astype(dtype)
        exact = init.astype(np.float64)
        for step in range(iterations + 1):
            distances = squared_distances(x.astype(np.float64), exact)
            best = np.sort(distances, axis=1)
            if np.any(best[:, 1] - best[:, 0] < margin) or len(np.unique(distances.argmin(axis=1))) < k:
                break
            if step < iterations:
                exact = kmeans(x.astype(np.float64), exact, 1)[0]
        else:
            return x, init


def expected(x, init, iterations):
    return kmeans(x.astype(np.float64), init.astype(np.float64), iterations)


def test_shapes(solution, rng):
    x, init = drawn(rng, 17, 3, 2, 2)
    solution(x, init, 2).close(expected(x, init, 2))


@pytest.mark.parametrize(
    ("x", "init", "labels"),
    [
        pytest.param([[0, 1], [1, 0], [9, 8], [8, 9]], [[7, 7], [1, 1]], [1, 1, 0, 0], id="two groups"),
        pytest.param(
            [[0, 0], [100, 100], [5, 0], [103, 103]],
            [[5, 0], [3, 3], [103, 103], [100, 104]],
            [1, 3, 0, 2],
            id="diagonal or straight: Euclid decides",
        ),
        pytest.param([[0.0], [1], [4], [10]], [[0.0], [6]], [0, 0, 1, 1], id="one feature"),
        pytest.param([[2, 3, 1], [4, 9, 2]], [[5, 5, 5]], [0, 0], id="one center"),
    ],
)
def test_assignment(solution, x, init, labels):
    """No iteration: the first centers come back, and who is nearest to them."""
    init = np.array(init, dtype=np.float64)
    solution(np.array(x, dtype=np.float64), init, 0).close((init, labels))


# Squared distances to (1, 3) and (8, 4): 13, 25; 185, 65; 20, 18; 146, 32; 29, 5; 2, 64. Then two points change sides,
# one in each step.
X = np.array([[4.0, 1], [12, 11], [5, 1], [12, 8], [6, 5], [0, 4]])
START = np.array([[1.0, 3], [8, 4]])


@pytest.mark.parametrize(
    ("iterations", "centers", "labels"),
    [
        pytest.param(0, START, [0, 1, 1, 1, 1, 0], id="0: init comes back"),
        pytest.param(1, [[2, 2.5], [8.75, 6.25]], [0, 1, 0, 1, 1, 0], id="1: one step"),
        pytest.param(2, [[3, 2], [10, 8]], [0, 1, 0, 1, 0, 0], id="2: the fifth point changes sides"),
        pytest.param(3, [[3.75, 2.75], [12, 9.5]], [0, 1, 0, 1, 0, 0], id="3: settled"),
        pytest.param(10, [[3.75, 2.75], [12, 9.5]], [0, 1, 0, 1, 0, 0], id="10: as after 3"),
    ],
)
def test_iterations(solution, iterations, centers, labels):
    """The labels belong to the centers returned: after one step the third point is nearer to the first center."""
    solution(X, START, iterations).close((np.array(centers, dtype=float), labels))


# The third point lies 1/512 beyond the middle of 0 and 6, and 1/512 before the middle of 1/128 and 6.
SLOW = np.array([[1 / 128], [1 / 128], [3 + 1 / 512], [7.5 - 1 / 1024], [7.5 - 1 / 1024]])
SLOW_START = np.array([[0.0], [6.0]])


@pytest.mark.parametrize(
    ("iterations", "centers"),
    [
        pytest.param(1, [[1 / 128], [6]], id="1: next to nothing moves"),
        pytest.param(2, [[1 + 3 / 512], [7.5 - 1 / 1024]], id="2: and yet a point changes sides"),
        pytest.param(5, [[1 + 3 / 512], [7.5 - 1 / 1024]], id="5: settled"),
    ],
)
def test_small_steps(solution, iterations, centers):
    """A step that hardly moves a center is not the last one: the number of iterations is."""
    solution(SLOW, SLOW_START, iterations).close((np.array(centers, dtype=float), [0, 0, 0, 1, 1]))


# In units. The middles of the centers are 0.5, 1.625, 2.25 and 3, and no point lies on one of them.
CLOSE = np.array([0.0, 1, 2, 4, 6])


@pytest.mark.parametrize(
    ("shift", "unit"),
    [
        pytest.param(10000, 1 / 32, id="10000 from the origin"),
        pytest.param(0, 2.0**-28, id="points of 4e-9"),
    ],
)
@pytest.mark.parametrize(
    ("iterations", "centers", "labels"),
    [
        pytest.param(1, [0, 3.25], [0, 0, 1, 1, 1], id="1"),
        pytest.param(2, [0.5, 4], [0, 0, 0, 1, 1], id="2"),
        pytest.param(3, [1, 5], [0, 0, 0, 1, 1], id="3: settled"),
    ],
)
def test_steps_below_a_tolerance(solution, shift, unit, iterations, centers, labels):
    """Steps of 2 units are nothing to np.allclose: it forgives 1e-5 of a value, or 1e-8."""
    x = (shift + unit * CLOSE)[:, None]
    solution(x, x[:2], iterations).close((shift + unit * np.array(centers)[:, None], labels))


@pytest.mark.parametrize(
    ("x", "init", "centers", "labels"),
    [
        pytest.param(
            [[0, 0], [2, 0], [50, 50]],
            [[1, 1], [-90, 7], [60, 60]],
            [[1, 0], [-90, 7], [50, 50]],
            [0, 0, 2],
            id="a center without points stays",
        ),
        pytest.param(
            [[2, 3]], [[5, 5], [2, 2], [9, 9]], [[5, 5], [2, 3], [9, 9]], [1], id="more centers than points"
        ),
        pytest.param([[4, 4], [4, 4]], [[4, 4], [4, 4]], [[4, 4], [4, 4]], [0, 0], id="all the same"),
    ],
)
def test_empty(solution, x, init, centers, labels):
    for iterations in (1, 3):
        solution(np.array(x, dtype=np.float64), np.array(init, dtype=np.float64), iterations).close(
            (np.array(centers, dtype=float), labels)
        )


@pytest.mark.parametrize(
    ("x", "init", "iterations", "centers", "labels"),
    [
        pytest.param(
            [[2.0], [0.0]],
            [[4.0], [0.0]],
            1,
            [[2.0], [0.0]],
            [0, 1],
            id="between two centers: the lower index",
        ),
        pytest.param(
            [[2.0], [2.5]], [[9.0], [4.0], [0.0]], 0, [[9.0], [4.0], [0.0]], [1, 1], id="the lower of two"
        ),
        pytest.param(
            [[0, 2], [-1, 0], [0, 9]],
            [[1, 0], [-1, 0], [0, 9]],
            1,
            [[0, 2], [-1, 0], [0, 9]],
            [0, 1, 2],
            id="in the plane",
        ),
        pytest.param([[3.0], [5.0]], [[4.0], [4.0]], 1, [[4.0], [4.0]], [0, 0], id="the same center twice"),
    ],
)
def test_ties(solution, x, init, iterations, centers, labels):
    solution(np.array(x, dtype=np.float64), np.array(init, dtype=np.float64), iterations).close(
        (np.array(centers, dtype=float), labels)
    )


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_far_from_the_origin(solution, rng, dtype):
    """At an offset of 1e4 differences are still exact in float32; squares of the points themselves are off by 8."""
    for iterations in (0, 1):
        x, init = drawn(rng, 17, 3, 2, iterations, dtype, shift=np.array([1e4, -2e4]), margin=0.25)
        solution(x, init, iterations).close(expected(x, init, iterations))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("dims", "iterations"), [(1, 2), (3, 1), (5, 6)])
def test_random(solution, rng, dims, iterations, dtype):
    x, init = drawn(rng, 29, 4, dims, iterations, dtype)
    solution(x, init, iterations).close(expected(x, init, iterations))


def test_read_only_and_not_contiguous(solution, rng):
    x, init = drawn(rng, 31, 3, 2, 3)
    x, init = np.asfortranarray(np.repeat(x, 2, axis=0))[::2], np.asfortranarray(init)
    x.flags.writeable = init.flags.writeable = False
    solution(x, init, 3).close(expected(x, init, 3))
