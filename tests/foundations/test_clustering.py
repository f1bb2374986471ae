"""The proof of ``kb.foundations.clustering`` against scikit-learn, by hand, and by relations."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from sklearn.cluster import KMeans

from kb.foundations.clustering import inertia, kmeans, kmeans_plus_plus, squared_distances

pytestmark = pytest.mark.filterwarnings("error")


def blobs(rng: np.random.Generator, n: int = 101) -> np.ndarray:
    return rng.normal(size=(n, 3)) + 6 * rng.integers(0, 4, (n, 1)) * [1, -1, 0.5]


@pytest.mark.parametrize("iterations", [1, 2, 3, 50])
@pytest.mark.filterwarnings(
    "ignore:Number of distinct clusters", "ignore::sklearn.exceptions.ConvergenceWarning"
)
def test_scikit_learn_from_the_same_start(iterations: int) -> None:
    rng = np.random.default_rng(3)
    x = blobs(rng)
    init = x[[0, 1, 2, 3, 4]]
    model = KMeans(5, init=init, n_init=1, max_iter=iterations, tol=0, algorithm="lloyd").fit(x)
    centers, labels = kmeans(x, init, iterations)
    np.testing.assert_allclose(centers, model.cluster_centers_, rtol=1e-10)
    np.testing.assert_array_equal(labels, model.labels_)
    np.testing.assert_allclose(inertia(x, centers), model.inertia_, rtol=1e-10)


def test_inertia_never_rises() -> None:
    rng = np.random.default_rng(5)
    x = blobs(rng)
    values = [inertia(x, kmeans(x, x[:7], n)[0]) for n in range(15)]
    assert np.all(np.diff(values) <= 1e-9)
    assert values[0] > values[-1]


def test_a_local_minimum_is_not_the_best_grouping() -> None:
    """Four corners of a wide rectangle: from a bad start k-means pairs the far ones, and stays."""
    x = np.array([[0.0, 0], [0, 1], [4, 0], [4, 1]])
    bad, good = kmeans(x, [[2, 0], [2, 1]], 20)[0], kmeans(x, [[0, 0], [4, 1]], 20)[0]
    assert inertia(x, bad) == 16
    assert inertia(x, good) == 1
    best = min(
        sum(
            np.square(part - part.mean(axis=0)).sum() for k in (0, 1) if len(part := x[np.array(labels) == k])
        )
        for labels in itertools.product((0, 1), repeat=4)
    )
    assert best == inertia(x, good)


def test_zero_iterations_ties_and_an_empty_cluster() -> None:
    centers, labels = kmeans([[0.0], [2], [4]], [[0.0], [4], [99]], 0)
    assert centers.tolist() == [[0], [4], [99]]
    assert labels.tolist() == [0, 0, 1], "2 is as far from 0 as from 4"
    centers, labels = kmeans([[0.0], [2], [4]], [[0.0], [4], [99]], 1)
    assert centers.tolist() == [[1], [4], [99]]
    assert labels.dtype.kind == "i"


def test_labels_are_those_of_the_returned_centers() -> None:
    x = np.array([[0.0], [1], [3.9], [10]])
    centers, labels = kmeans(x, [[0.0], [8]], 1)
    np.testing.assert_allclose(centers[:, 0], [4.9 / 3, 10])
    centers, labels = kmeans(x, [[0.0], [6]], 1)
    np.testing.assert_array_equal(labels, squared_distances(x, centers).argmin(axis=1))


def test_init_is_left_alone_and_precision_is_kept() -> None:
    x, init = np.array([[1.0, 2]], np.float32), np.array([[5.0, 5]], np.float32)
    centers, _ = kmeans(x, init, 1)
    assert init.tolist() == [[5, 5]]
    assert centers.dtype == np.float32
    assert centers.tolist() == [[1, 2]]


def test_far_from_the_origin() -> None:
    x = np.random.default_rng(7).integers(0, 16, (37, 2)) / 4
    near, labels = kmeans(x, x[:3], 4)
    far, same = kmeans(x + 1e6, x[:3] + 1e6, 4)
    np.testing.assert_allclose(far - 1e6, near, atol=1e-8)
    np.testing.assert_array_equal(labels, same)


def test_plus_plus_takes_points_far_apart() -> None:
    x = np.array([[0.0], [0.001], [100], [100.001], [-100]])
    for seed in range(20):
        chosen = kmeans_plus_plus(x, 3, np.random.default_rng(seed))[:, 0]
        assert sorted(np.round(chosen).tolist()) == [-100, 0, 100]
    exhausted = kmeans_plus_plus(np.array([[1.0], [1], [2]]), 2, np.random.default_rng(0))
    assert sorted(exhausted[:, 0].tolist()) == [1, 2]


def test_plus_plus_draws_in_proportion_to_the_squared_distance() -> None:
    """From 0 (the first is 0 in half of the draws): 1 and 3 follow as 1 to 9."""
    rng = np.random.default_rng(11)
    draws = [kmeans_plus_plus(np.array([[0.0], [1], [3]]), 2, rng)[:, 0].tolist() for _ in range(3000)]
    second = [b for a, b in draws if a == 0]
    assert 0.87 < second.count(3) / len(second) < 0.93


def test_refused() -> None:
    for x, init, iterations, match in [
        (np.zeros(3), np.zeros((1, 1)), 1, "add an axis"),
        (np.zeros((3, 2)), np.zeros((1, 3)), 1, "coordinates"),
        (np.zeros((3, 2)), np.zeros((0, 2)), 1, "centers"),
        (np.zeros((3, 2)), np.zeros((1, 2)), -1, "iterations"),
    ]:
        with pytest.raises(ValueError, match=match):
            kmeans(x, init, iterations)
    with pytest.raises(ValueError, match="different points"):
        kmeans_plus_plus(np.zeros((3, 2)), 2, np.random.default_rng(0))
