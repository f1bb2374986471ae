"""One figure of the benchmark."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Bound:
    """What a figure has to keep: a largest or a smallest value, of itself or of its ratio."""

    of: Literal["value", "ratio"]
    at_most: float | None = None
    at_least: float | None = None

    def holds(self, value: float) -> bool:
        above = self.at_most is None or value <= self.at_most
        return above and (self.at_least is None or value >= self.at_least)

    def __str__(self) -> str:
        word, number = ("at least", self.at_least) if self.at_most is None else ("at most", self.at_most)
        return f"{word} {number:g}" + (" x" if self.of == "ratio" else "")


@dataclass(frozen=True, slots=True)
class Row:
    """A figure, and what it is compared with.

    Attributes:
        group: what was measured: a heading of the table.
        name: unique in its group.
        value: the median of what was measured.
        unit: s, MB, or answers/s.
        against: what the ratio is to, in words.
        other: the value of that.
        bound: what has to hold, if anything has to.
        samples: how many measurements the value is the median of.
    """

    group: str
    name: str
    value: float
    unit: str
    against: str | None = None
    other: float | None = None
    bound: Bound | None = None
    samples: int = 1

    @property
    def ratio(self) -> float | None:
        return None if not self.other else self.value / self.other

    @property
    def holds(self) -> bool:
        if self.bound is None:
            return True
        bounded = self.value if self.bound.of == "value" else self.ratio
        return bounded is not None and self.bound.holds(bounded)

    def as_json(self) -> dict[str, Any]:
        bound = self.bound
        limits = {} if bound is None else {"at_most": bound.at_most, "at_least": bound.at_least}
        return {
            "group": self.group,
            "name": self.name,
            "value": rounded(self.value),
            "unit": self.unit,
            "samples": self.samples,
            "against": self.against,
            "ratio": None if self.ratio is None else rounded(self.ratio),
            "bound": None if bound is None else {"of": bound.of, **limits},
            "holds": self.holds,
        }

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Row:
        """The row of ``as_json``, as far as a table needs it."""
        bound = None if fields["bound"] is None else Bound(**fields["bound"])
        other = None if fields["ratio"] is None else fields["value"] / fields["ratio"]
        named = {name: fields[name] for name in ("group", "name", "value", "unit", "against", "samples")}
        return cls(**named, other=other, bound=bound)


def rounded(value: float) -> float:
    """Three digits: more would be noise."""
    return float(f"{value:.3g}")


def median(values: Sequence[float]) -> float:
    return statistics.median(values)
