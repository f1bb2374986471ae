"""Forbidden calls, found in the source: the exercise's list, this project's own references, and aliases.

A library offers the same function under many names (``torch.softmax``, ``torch.nn.functional.softmax``,
``torch.masked.softmax``, ``torch.ops.aten._softmax.default``, ``x.softmax()``); an exercise forbids all of
them by naming one. What cannot be seen here is put together while the answer runs, and is refused there
(``worker/forbidden``).
"""

from __future__ import annotations

from kb.bank.model.question import Code
from kb.grader.answer.aliases import UNKNOWN
from kb.grader.answer.file import Answer
from kb.grader.answer.names import Names
from kb.grader.model.outcome import Failure

OURS = ("kb", "questions", "tests")
# What computes the operators of whole models is forbidden in every exercise: as modules, and in OpenCV as names.
RUNTIMES = ("onnxruntime", "onnx.reference", "onnx.backend")
NETWORKS = (
    *("cv2.dnn.Net", "cv2.dnn_Net", "cv2.dnn.readNet", "cv2.dnn.readNetFromONNX", "cv2.dnn.readNetFromCaffe"),
    *("cv2.dnn.readNetFromDarknet", "cv2.dnn.readNetFromModelOptimizer", "cv2.dnn.readNetFromTFLite"),
    *("cv2.dnn.readNetFromTensorflow", "cv2.dnn.readNetFromTorch", "cv2.dnn.readTensorFromONNX"),
)
METHODS = ("torch",)  # libraries whose functions are methods of their arrays as well


def forbidden(exercise: Code) -> tuple[str, ...]:
    """The names that are refused while an answer runs: those of its exercise, and those of all exercises."""
    return tuple(dict.fromkeys((*exercise.forbid, *NETWORKS)))


def _key(name: str) -> tuple[str, str]:
    """The library and the function's own name: ``torch.ops.aten._softmax.default`` is softmax of torch."""
    parts = name.split(".")
    while len(parts) > 2 and parts[-1].startswith("__"):
        parts.pop()
    if parts[:2] == ["torch", "ops"]:
        parts = parts[:4]  # what follows is an overload
    return parts[0], parts[-1]


def _is_forbidden(used: str, forbid: set[tuple[str, str]]) -> bool:
    library, name = _key(used)
    libraries = METHODS if library == UNKNOWN else (library,)
    return any((each, own) in forbid for each in libraries for own in (name, name.lstrip("_")))


def check_source(answer: Answer, forbid: tuple[str, ...]) -> None:
    """Raise the Failure for the first forbidden name in the source.

    Raises:
        Failure: "forbidden call", with the name and its line.
    """
    if isinstance(answer.tree, SyntaxError):
        return
    keys = {_key(name) for name in (*forbid, *NETWORKS)}
    try:
        names = Names(answer.tree).used
    except RecursionError:
        raise Failure("syntax or import error", "the code is nested too deeply to be read") from None
    for used, line in sorted(names, key=lambda item: item[1]):
        if used.partition(".")[0] in OURS:
            why = f"`{used}` at line {line} belongs to the reference solutions; write the function yourself"
            raise Failure("forbidden call", why, line=line)
        if any(used == module or used.startswith(f"{module}.") for module in RUNTIMES):
            why = f"`{used}` at line {line}: every exercise forbids it; write the function yourself"
            raise Failure("forbidden call", why, line=line)
        if _is_forbidden(used, keys):
            shown = used.removeprefix(f"{UNKNOWN}.")
            why = f"`{shown}` at line {line}: this exercise forbids it; write the function yourself"
            raise Failure("forbidden call", why, line=line)
