"""A module: weights by name, both modes, the buffer, gradients in weights and inputs."""

import numpy as np
import pytest

WEIGHT = np.array([[1.0, 2.0], [3.0, -4.0], [0.5, 0.0]])
BIAS = np.array([0.25, -1.0, 2.0])
MEAN = np.array([4.0, -2.0])
X = np.array([[1.0, 2.0], [3.0, 8.0]])  # the mean of the batch is (2, 5)
COTANGENT = np.array([[1.0, 0.0, 2.0], [-1.0, 3.0, 0.5]])


def loaded(solution, dtype=np.float32):
    layer = solution.new(2, 3)
    return layer.load(
        {"weight": WEIGHT.astype(dtype), "bias": BIAS.astype(dtype), "mean": MEAN.astype(dtype)}
    )


def test_weights(solution):
    layer = solution.new(2, outputs=3)
    layer.has_weights({"weight": (3, 2), "bias": (3,), "mean": (2,)})
    layer.parameters_count().equals(9)


def test_shape(solution):
    solution.new(2, 5)(np.ones((7, 2), np.float32)).has_shape(7, 5)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_evaluation(solution, dtype):
    layer = loaded(solution, dtype).eval()
    layer(X.astype(dtype)).close((X - MEAN) @ WEIGHT.T + BIAS)
    layer.state("mean").equals(MEAN)


def test_training(solution):
    layer = loaded(solution).train()
    layer(X.astype(np.float32)).close((X - [2.0, 5.0]) @ WEIGHT.T + BIAS)
    layer.state("mean").close(np.array([3.0, 1.5]))
    layer(X.astype(np.float32) + 1).close((X - [2.0, 5.0]) @ WEIGHT.T + BIAS)
    layer.state("mean").close(np.array([3.0, 3.75]))


@pytest.mark.gradient
def test_gradient(solution):
    layer = loaded(solution, np.float64).eval()
    layer.gradient(X, cotangent=COTANGENT).close(COTANGENT @ WEIGHT)
    of_weight = COTANGENT.T @ (X - MEAN)
    layer.gradient(X, cotangent=COTANGENT, wrt="weight").close(of_weight)
    both = layer.gradient(X, cotangent=COTANGENT, wrt=("bias", 0, "weight"))
    both.close((COTANGENT.sum(axis=0), COTANGENT @ WEIGHT, of_weight))


@pytest.mark.gradient
def test_gradient_in_training(solution):
    centered = COTANGENT @ WEIGHT - (COTANGENT @ WEIGHT).mean(axis=0)
    loaded(solution, np.float64).gradient(X, cotangent=COTANGENT).close(centered)
