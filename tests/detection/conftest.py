"""Boxes for the proofs of this room."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

MakeBoxes = Callable[..., np.ndarray]


@pytest.fixture
def make_boxes() -> MakeBoxes:
    """A function that draws (count, 4) xyxy boxes with unequal sides, crowded enough to overlap."""

    def make(rng: np.random.Generator, count: int, offset: float = 0.0, spread: float = 60.0) -> np.ndarray:
        top_left = offset + rng.uniform(-spread, spread, (count, 2))
        return np.hstack([top_left, top_left + rng.uniform(3.0, [70.0, 41.0], (count, 2))])

    return make
