"""A learner's file and an exercise in, a Verdict out. What a process that ran the answer says is never believed."""

from __future__ import annotations

from kb.grader.answer.file import Answer, AnswerError, read_answer
from kb.grader.model.outcome import DeviceError, Failure, GraderError
from kb.grader.model.verdict import Mistake, TestResult, Verdict
from kb.grader.process.zygote import Zygotes
from kb.grader.run.attempt import exercise_of
from kb.grader.run.driver import grade, grade_many

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
