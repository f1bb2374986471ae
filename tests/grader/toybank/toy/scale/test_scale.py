"""The smallest exercise that has every outcome."""

import numpy as np
import pytest


def test_values(solution):
    solution(np.array([1.0, 2.0, 4.0]), 3.0).close(np.array([3.0, 6.0, 12.0]))


def test_empty(solution):
    solution(np.zeros(0), 3.0).close(np.zeros(0))


@pytest.mark.gradient
def test_gradient(solution):
    x = np.array([1.0, 2.0, 4.0])
    solution.gradient(x, 3.0, cotangent=np.array([1.0, 2.0, -1.0])).close(np.array([3.0, 6.0, -3.0]))
