"""The proof of ``kb.segmentation.unet_unpool`` against PyTorch, and that unpooling then pooling is the identity."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from kb.segmentation.unet_unpool import max_pool2d_with_indices, max_unpool2d


@pytest.mark.parametrize("kernel", [1, 2, 3])
def test_against_torch(kernel: int) -> None:
    x = np.random.default_rng(3).normal(size=(2, 3, 7, 10))
    values, indices = max_pool2d_with_indices(x, kernel)
    expected = functional.max_pool2d(torch.tensor(x), kernel, return_indices=True)
    np.testing.assert_array_equal(values, expected[0])
    np.testing.assert_array_equal(indices, expected[1])
    out = max_unpool2d(values, indices, (7, 10))
    unpooled = functional.max_unpool2d(*expected, kernel, output_size=(7, 10))
    np.testing.assert_array_equal(out, unpooled)


def test_sparse_and_in_place() -> None:
    x = np.random.default_rng(5).uniform(1, 2, (1, 2, 6, 8))
    values, indices = max_pool2d_with_indices(x)
    out = max_unpool2d(values, indices, (6, 8))
    assert np.count_nonzero(out) == out.size // 4, "three of four are 0"
    assert np.array_equal(out[out > 0], x[out > 0]), "every maximum is back where it stood"
    assert np.array_equal(max_pool2d_with_indices(out)[0], values)
