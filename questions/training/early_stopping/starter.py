# question: training/early_stopping


class EarlyStopping:
    """Says when `patience` evaluations in a row brought no improvement.

    Args:
        patience: at least 1.
        min_delta: an improvement is more than this better than the best so far.
        mode: "min" or "max".

    Attributes:
        best: the best value so far; None before the first finite one.
        best_step: the step it came at, counted from 0; None likewise.
    """

    def __init__(self, patience, min_delta=0.0, mode="min"):
        raise NotImplementedError("write me")

    def step(self, value):
        """Take the next value; True if it is time to stop."""
        raise NotImplementedError("write me")
