"""A learner's file and an exercise in, a Verdict out. Nothing that the process which ran the answer says is believed.

The names below are imported when they are first used, so that importing one room does not import all of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.grader.answer.exercise import exercise_of
    from kb.grader.answer.file import Answer, AnswerError, read_answer
    from kb.grader.model.outcome import DeviceError, Failure, GraderError
    from kb.grader.model.verdict import Mistake, TestResult, Verdict
    from kb.grader.process.sources import Zygotes
    from kb.grader.run.driver import grade, grade_each, grade_many

__all__ = [
    "Answer",
    "AnswerError",
    "DeviceError",
    "Failure",
    "GraderError",
    "Mistake",
    "TestResult",
    "Verdict",
    "Zygotes",
    "exercise_of",
    "grade",
    "grade_each",
    "grade_many",
    "read_answer",
]

_ROOMS = {
    "answer.exercise": ("exercise_of",),
    "answer.file": ("Answer", "AnswerError", "read_answer"),
    "model.outcome": ("DeviceError", "Failure", "GraderError"),
    "model.verdict": ("Mistake", "TestResult", "Verdict"),
    "process.sources": ("Zygotes",),
    "run.driver": ("grade", "grade_each", "grade_many"),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
