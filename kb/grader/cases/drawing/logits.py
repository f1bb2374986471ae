"""Logits for the cases of softmax and its relatives, and how far from exact float32 may be where they are large."""

from __future__ import annotations

from typing import Any

import numpy as np

from kb.grader.compare.tolerance import tolerance

AXES = [(shape, axis) for shape in [(7,), (2, 3, 5)] for axis in range(-len(shape), len(shape))]
AXES += [((2, 3, 5, 7), axis) for axis in (-4, -3, 1, 2)]

# Shapes and axes without a slice, and what they are.
EMPTY = {
    "no rows": ((0, 5), -1),
    "no images": ((0, 3, 5), 1),
    "no columns, along the rows' axis": ((3, 0), 0),
}

# float32 numbers near 10,000 are 2**-10 apart. Four such steps, in units of the absolute tolerance of float32: what is
# forgiven to an answer that rounds a number of that size (with logaddexp.reduce once for each entry of a slice).
ULPS = 4 * float(np.spacing(np.float32(1e4))) / tolerance("float32").absolute


def logits(rng: np.random.Generator, *shape: int, dtype: Any = np.float64) -> np.ndarray:
    """Normal numbers, so that no probability is near 1."""
    return rng.normal(scale=2.0, size=shape).astype(dtype)


def eighths(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Multiples of 1/8: shifted by another such number, they are exact."""
    return np.round(8 * logits(rng, *shape)) / 8


def far_apart() -> np.ndarray:
    """(3, 3), rows of logits 1 apart; only one of them holds the maximum of the array."""
    return np.array([[0, -1, -2], [1e4, 1e4 - 1, 1e4 - 2], [-1e4, -1e4 - 1, -1e4 - 2]])


def awkward(rng: np.random.Generator) -> np.ndarray:
    """(3, 7), strided in both axes and read-only."""
    x = logits(rng, 6, 14)[::2, ::2]
    x.flags.writeable = False
    return x


def far(rng: np.random.Generator, offset: float, *shape: int) -> np.ndarray:
    """float32 around ``offset``."""
    return (logits(rng, *shape) + offset).astype(np.float32)
