"""Early stopping on a validation metric.

Source: Goodfellow, Bengio and Courville 2016, algorithm 7.1; Prechelt 1998 compares rules for when to stop.

Differs:
- ``step`` counts evaluations of the validation set, not updates of the weights.
- NaN is no improvement and uses up patience, so a run that has diverged ends.
- The weights are the caller's: save them whenever ``best_step`` is the current step, and restore them in the end.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

__all__ = ["EarlyStopping", "stopped_at"]


class EarlyStopping:
    """Says when ``patience`` evaluations in a row brought no improvement.

    Args:
        patience: evaluations without an improvement that are suffered, at least 1.
        min_delta: an improvement is *more* than this better than the best so far.
        mode: "min" for a loss, "max" for an accuracy.

    Attributes:
        best: the best value so far; None before the first finite one.
        best_step: the step it came at, counted from 0; None likewise.

    Raises:
        ValueError: patience is below 1, or the mode is another one.
    """

    def __init__(self, patience: int, min_delta: float = 0.0, mode: str = "min"):
        if patience < 1:
            raise ValueError(f"patience is {patience}, expected at least 1: with 0 no run would start")
        if mode not in ("min", "max"):
            raise ValueError(f'mode is {mode!r}, expected "min" (a loss) or "max" (an accuracy)')
        self.patience, self.min_delta, self.mode = patience, min_delta, mode
        self.best: float | None = None
        self.best_step: int | None = None
        self._steps = 0
        self._waited = 0

    def step(self, value: float) -> bool:
        """Take the next validation value; True if it is time to stop."""
        if self._improves(value):
            self.best, self.best_step = value, self._steps
            self._waited = 0
        else:
            self._waited += 1
        self._steps += 1
        return self._waited >= self.patience

    def _improves(self, value: float) -> bool:
        if self.best is None:
            return math.isfinite(value)
        gain = self.best - value if self.mode == "min" else value - self.best
        return gain > self.min_delta  # false for NaN


def stopped_at(
    values: Iterable[float], patience: int, min_delta: float = 0.0, mode: str = "min"
) -> int | None:
    """The step, counted from 0, at which a run with these validation values is stopped; None if it is not."""
    stopper = EarlyStopping(patience, min_delta, mode)
    return next((step for step, value in enumerate(values) if stopper.step(float(value))), None)
