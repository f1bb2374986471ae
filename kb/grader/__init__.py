"""A learner's file and an exercise in, a Verdict out. What a process that ran the answer says is never believed."""

from __future__ import annotations

from kb.grader.answer import Answer, AnswerError, read_answer
from kb.grader.attempt import exercise_of
from kb.grader.outcome import DeviceError, Failure, GraderError
from kb.grader.run import grade, grade_many
from kb.grader.verdict import Mistake, TestResult, Verdict
from kb.grader.zygote import Zygotes

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
    "grade_many",
    "read_answer",
]
