"""Boxes and their targets, row by row, for the cases of losses."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

Pair = tuple[np.ndarray, np.ndarray]  # pred and target, (N, 4) xyxy each

# All orders of the two edges of pred (Pp) and of target (Tt) along one axis: apart, overlapping, inside each other.
ORDERS = ("PpTt", "TtPp", "PTpt", "TPtp", "PTtp", "TPpt")


def placed(rng: np.random.Generator, dtype: Any = np.float64) -> Pair:
    """36 pairs: all the ways in which two boxes can lie to each other. Edges are at least 1 apart.

    Losses on the overlap have kinks where edges are level, so a gradient can be asked for here and nowhere nearer.
    """
    rows = []
    for along_x, along_y in product(ORDERS, ORDERS):
        x, y = _edges(rng, along_x), _edges(rng, along_y)
        rows.append([[x[own], y[own], x[end], y[end]] for own, end in ("Pp", "Tt")])
    both = np.array(rows, dtype=dtype)  # (36, 2, 4)
    return both[:, 0].copy(), both[:, 1].copy()


def _edges(rng: np.random.Generator, order: str) -> dict[str, float]:
    start = rng.uniform(-20.0, 20.0)
    return dict(zip(order, start + np.cumsum(rng.uniform(1.0, 8.0, 4)), strict=True))


def far(rng: np.random.Generator) -> Pair:
    """The same around 10,000, in float32, where a coordinate is rounded to about a thousandth."""
    pred, target = placed(rng)
    return (pred + 1e4).astype(np.float32), (target + 1e4).astype(np.float32)


def awkward(rng: np.random.Generator) -> Pair:
    """Every other of them, read-only; one array is strided, the other column by column."""
    pred, target = placed(rng)
    pred, target = pred[::2], np.asfortranarray(target[::2])
    pred.flags.writeable = target.flags.writeable = False
    return pred, target


TINY = 2.0**-15  # 3e-5: an epsilon of 1e-10 is a tenth of the area of such a box, one of 1e-12 a thousandth
# A ``scale`` that makes 2e-3 of the absolute tolerance in float64: about twice what an epsilon of 1e-12 bends.
FORGIVEN = 2e7


def tiny() -> Pair:
    """A box with sides of ``TINY``: as its own target, and with one at its corner. Exact in float32 too."""
    box = [2.0, 3.0, 2 + TINY, 3 + TINY]
    return np.array([box, np.add(box, TINY)]), np.array([box, box])


def one(pred: Any, target: Any) -> Pair:
    """One box and its target."""
    return np.array([pred], dtype=np.float64), np.array([target], dtype=np.float64)


def exact(pair: Pair) -> Pair:
    """The same numbers in float64, for the reference."""
    return pair[0].astype(np.float64), pair[1].astype(np.float64)
