"""The proof of ``kb.cnn.receptive_field``: gradients of real convolutions say what depends on what."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from kb.cnn.receptive_field import path_counts, receptive_field, span

NETWORKS = [
    pytest.param([], id="no layers"),
    pytest.param([(1, 1, 1)], id="1x1"),
    pytest.param([(3, 1, 1)] * 3, id="three 3x3"),
    pytest.param([(3, 2, 1), (3, 2, 1), (3, 1, 1)], id="strides of the layers before"),
    pytest.param([(7, 2, 1), (3, 2, 1), (1, 1, 1), (3, 1, 2)], id="a stem and a dilated layer"),
    pytest.param([(3, 1, 1), (3, 1, 2), (3, 1, 4)], id="dilated 1, 2, 4"),
    pytest.param([(3, 1, 2)] * 3, id="dilated 2, 2, 2: holes"),
    pytest.param([(2, 3, 1), (5, 2, 3)], id="a kernel below its stride: holes"),
]


def gradient(layers: list, size: int, at: int, paddings: list | None = None) -> np.ndarray:
    """d(value at ``at``) / d(pixels) of the layers with weights of 1, along one axis of ``size`` pixels."""
    x = torch.ones(1, 1, size, dtype=torch.float64, requires_grad=True)
    y = x
    for (kernel, stride, dilation), padding in zip(layers, paddings or [0] * len(layers), strict=True):
        ones = torch.ones(1, 1, kernel, dtype=torch.float64)
        y = functional.conv1d(y, ones, stride=stride, dilation=dilation, padding=padding)
    y[0, 0, at].backward()
    return x.grad[0, 0].numpy()


@pytest.mark.parametrize("layers", NETWORKS)
def test_size_jump_and_paths_agree_with_autograd(layers) -> None:
    first = gradient(layers, 151, 0)
    touched = np.flatnonzero(first)
    size, jump = receptive_field(layers)
    assert touched[0] == 0
    assert touched[-1] + 1 == size
    second = np.flatnonzero(gradient(layers, 151, 1))
    assert np.array_equal(second - touched, np.full(len(touched), jump))
    assert np.array_equal(path_counts(layers), first[:size])


@pytest.mark.parametrize("layers", NETWORKS)
def test_span_agrees_with_autograd(layers) -> None:
    paddings = [(kernel - 1) // 2 * dilation for kernel, _, dilation in layers]
    for at in (0, 1, 3):
        touched = np.flatnonzero(gradient(layers, 151, at, paddings))
        first, last = span(layers, paddings, at)
        assert last - first + 1 == receptive_field(layers)[0]
        assert last == touched[-1]
        assert first == touched[0] if first >= 0 else touched[0] >= 0


def test_pooling_counts_like_a_convolution() -> None:
    x = torch.arange(29.0, requires_grad=True)
    y = functional.max_pool1d(functional.conv1d(x[None, None], torch.ones(1, 1, 3)), 2, 2)
    y[0, 0, 3].backward()
    assert receptive_field([(3, 1, 1), (2, 2, 1)]) == (4, 2)
    first, last = span([(3, 1, 1), (2, 2, 1)], [0, 0], 3)
    assert first <= np.flatnonzero(x.grad)[0] <= np.flatnonzero(x.grad)[-1] <= last


def test_accepts_arrays() -> None:
    assert receptive_field(np.array([[3, 2, 1], [3, 1, 1]])) == (7, 2)


def test_paddings_must_be_as_many_as_layers() -> None:
    with pytest.raises(ValueError):
        span([(3, 1, 1)], [1, 1], 0)


def test_dilations_1_2_3_leave_no_hole_and_2_2_2_do() -> None:
    assert len(path_counts([(3, 1, 2)] * 3)) == 13
    assert np.count_nonzero(path_counts([(3, 1, 2)] * 3)) == 7
    assert np.count_nonzero(path_counts([(3, 1, 1), (3, 1, 2), (3, 1, 3)])) == 13


def test_stacked_3x3_paths_are_trinomial() -> None:
    assert path_counts([(3, 1, 1)] * 3).tolist() == [1, 3, 6, 7, 6, 3, 1]
