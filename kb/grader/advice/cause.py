"""The cause of a failed call, in a form that can be compared: exceptions word the same slip differently."""

from __future__ import annotations

import re

from kb.grader.model.outcome import Failure

# One slip in the words of Python, NumPy and PyTorch, which do not even agree on the type of the exception.
SLIPS = {
    "shapes": r"could not be broadcast|must match the size of tensor|shape mismatch|not aligned|mismatch in its core"
    r"|shapes cannot be multiplied|expanded size of the tensor|same number of dimensions",
    "index": r"out of bounds|out of range",
    "nothing to reduce": r"zero-size array|empty sequence|iterable argument is empty|numel\(\) == 0|input is empty",
    "division by zero": r"division by zero|divide by zero|modulo by zero|ZeroDivisionError",
    "reshape": r"cannot reshape|is invalid for input of size",
}
_OVERFLOWS = ("OverflowError", "FloatingPointError")
_OWN = re.compile(r"\s*(raise|assert)\b")
_NUMBERS = re.compile(r"0x[0-9a-fA-F]+|-?\d+(\.\d+)?")


def cause(failure: Failure, source: str = "") -> str:
    """What was raised, the same for two answers with the same slip.

    Numbers, addresses and lines are left out, and so are the words that an answer finds itself: two that raise a
    ValueError of their own do the same.

    Args:
        failure: of a call.
        source: the answer's text.

    Returns:
        "" where nothing was raised.
    """
    if failure.outcome != "raised":
        return ""
    head, _, text = failure.message.partition(": ")
    name = head.split(" at line ")[0].rstrip(":")
    lines = source.splitlines()
    if failure.line is not None and failure.line <= len(lines) and _OWN.match(lines[failure.line - 1]):
        return f"{name}, raised on purpose"
    for slip, words in SLIPS.items():
        if re.search(words, text):
            return slip
    return f"{name}: {_NUMBERS.sub('#', text)}"


def is_not_finite(failure: Failure) -> bool:
    """Infinity or NaN came, or in plain Python the exception that stands for it."""
    if failure.outcome == "not finite":
        return True
    if failure.outcome != "raised":
        return False
    name = failure.message.partition(": ")[0].split(" at line ")[0]
    return name in _OVERFLOWS or name == "ZeroDivisionError" or "math domain error" in failure.message
