"""Tolerances: how far a result may be from the float64 reference, by precision, by what is compared and by device.

The numbers leave room for any reasonable order of operations and for nothing else: about 170 roundings in float32,
and far more than that in float64, where every slip that matters is still a million times larger. A case whose
inputs are badly conditioned says by how much with ``scale``, and why in a comment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from kb.grader.model.device import CPU, WITHOUT_FLOAT64

Precision = Literal["float16", "float32", "float64"]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """|got - expected| <= absolute * scale + relative * |expected|."""

    relative: float
    absolute: float
    why: str = ""


class Row(NamedTuple):
    """A line of the table as a page shows it."""

    precision: Precision
    what: str
    device: str
    relative: float
    absolute: float
    why: str


# Why each is as it is stands in the entry, because the documentation prints the table from here.
TABLE: dict[tuple[Precision, str, str], Tolerance] = {
    ("float64", "value", "cpu"): Tolerance(
        1e-9, 1e-10, "Millions of roundings fit in; a formula that is wrong is off by far more."
    ),
    ("float32", "value", "cpu"): Tolerance(
        2e-5, 2e-6, "About 170 roundings of 1.2e-7: sums in any order, but no variance in one pass."
    ),
    ("float16", "value", "cpu"): Tolerance(
        2e-2, 2e-3, "About 20 roundings of 9.8e-4; longer sums are kept in float32 by every library."
    ),
    ("float64", "gradient", "cpu"): Tolerance(
        1e-6, 1e-7, "Expected gradients are central differences in float64, good to about 1e-8 themselves."
    ),
    ("float32", "gradient", "cpu"): Tolerance(
        2e-4,
        2e-5,
        "A backward pass rounds on the way there and on the way back, and its terms cancel more often.",
    ),
    ("float16", "gradient", "cpu"): Tolerance(
        5e-2,
        5e-3,
        "As for values, with the roundings of the forward pass beneath those of the backward pass.",
    ),
    ("float64", "value", "cuda"): Tolerance(
        1e-9, 1e-10, "As on the CPU: other orders of summation lie far inside."
    ),
    ("float32", "value", "cuda"): Tolerance(
        5e-5,
        5e-6,
        "Sums are cut into blocks, and exp and log are off by up to 2 units in the last place. "
        "TF32, which convolutions would use, is switched off before an answer is loaded.",
    ),
    ("float16", "value", "cuda"): Tolerance(
        3e-2, 3e-3, "As on the CPU; matrix products may add partial sums of half precision."
    ),
    ("float64", "gradient", "cuda"): Tolerance(
        1e-6, 1e-7, "As on the CPU: the central differences set the limit."
    ),
    ("float32", "gradient", "cuda"): Tolerance(
        5e-4,
        5e-5,
        "As for values; some backward passes add with atomics, in an order that changes between runs.",
    ),
    ("float16", "gradient", "cuda"): Tolerance(
        7e-2, 7e-3, "As for values, over a forward and a backward pass."
    ),
    ("float64", "value", "mps"): Tolerance(
        1e-4, 1e-5, "There is no float64 on this device: such inputs are made float32 before they are sent."
    ),
    ("float32", "value", "mps"): Tolerance(
        1e-4,
        1e-5,
        "Metal computes exp, log, division and square roots in its fast mode, to some units in the last place.",
    ),
    ("float16", "value", "mps"): Tolerance(3e-2, 3e-3, "As on CUDA devices."),
    ("float64", "gradient", "mps"): Tolerance(1e-3, 1e-4, "As in float32, which it is made."),
    ("float32", "gradient", "mps"): Tolerance(
        1e-3, 1e-4, "As for values, over a forward and a backward pass."
    ),
    ("float16", "gradient", "mps"): Tolerance(7e-2, 7e-3, "As on CUDA devices."),
}


def tolerance(precision: Precision, what: str = "value", device: str = CPU) -> Tolerance:
    """The entry for the precision of the inputs, on the device that the answer ran on."""
    return TABLE[precision, what, device]


def rows() -> list[Row]:
    """The whole table, device by device."""
    return [Row(*key, entry.relative, entry.absolute, entry.why) for key, entry in TABLE.items()]


def for_device(value: Any, device: str) -> Any:
    """An argument as the device can hold it: MPS has no float64, so there float64 arrays become float32."""
    if device in WITHOUT_FLOAT64 and isinstance(value, np.ndarray) and value.dtype == np.float64:
        return value.astype(np.float32)
    return value
