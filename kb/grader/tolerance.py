"""How far a result may be from the float64 reference, in one table.

The numbers leave room for any reasonable order of operations and for nothing else: about 170 roundings in float32,
and far more than that in float64, where every slip that matters is still a million times larger. A case whose
inputs are badly conditioned says by how much with ``scale``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Precision = Literal["float16", "float32", "float64"]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """|got - expected| <= absolute * scale + relative * |expected|."""

    relative: float
    absolute: float


TABLE: dict[tuple[Precision, str], Tolerance] = {
    ("float64", "value"): Tolerance(1e-9, 1e-10),
    ("float32", "value"): Tolerance(2e-5, 2e-6),
    ("float16", "value"): Tolerance(2e-2, 2e-3),
    # Expected gradients are central differences in float64, good to about 1e-8 themselves.
    ("float64", "gradient"): Tolerance(1e-6, 1e-7),
    ("float32", "gradient"): Tolerance(2e-4, 2e-5),
    ("float16", "gradient"): Tolerance(5e-2, 5e-3),
}


def tolerance(precision: Precision, what: str = "value") -> Tolerance:
    return TABLE[precision, what]
