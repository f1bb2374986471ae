"""Grade a file at every save, with warm workers and one pytest session for all saves of an exercise.

Everything is reported to a ``Listener``; nothing is printed here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from kb.bank import BankError
from kb.bank.model.question import Code
from kb.grader.answer.exercise import check_libraries, missing_library
from kb.grader.answer.file import Answer, AnswerError
from kb.grader.model.device import CPU
from kb.grader.model.outcome import GraderError
from kb.grader.model.verdict import Verdict
from kb.grader.process import interrupt
from kb.grader.process.source import Library
from kb.grader.process.sources import Zygotes
from kb.grader.run.driver import grade_each
from kb.grader.watch.saves import ExerciseChanged, Missing, Saved, Saves, Unusable


class Listener(Protocol):
    """Receives the results. ``soon`` precedes ``verdict`` where something takes longer than the tests."""

    def soon(self, saved: Saved, verdict: Verdict) -> None: ...

    def verdict(self, saved: Saved, exercise: Code, verdict: Verdict) -> None: ...

    def note(self, text: str) -> None:
        """Report something other than a verdict, in one line."""


@dataclass(frozen=True)
class Task:
    """A save with the exercise that it answers."""

    saved: Saved
    exercise: Code


class Watching:
    """Grades one save after another."""

    def __init__(
        self,
        saves: Saves,
        exercise_of: Callable[[Answer], Code],
        listener: Listener,
        zygotes: Zygotes,
        seed: int,
        device: str = CPU,
    ):
        self.saves, self.listener, self.zygotes = saves, listener, zygotes
        self.seed, self.device = seed, device
        self._exercise_of = exercise_of
        self._known: dict[str | None, Code] = {}
        self._next: Task | None = None  # taken already, but it answers another exercise than the last one
        self._current: Task | None = None  # what is being graded
        self._dropped = False  # whether the file was saved again meanwhile
        self._warm: set[Library] = set()

    def run(self) -> None:
        """Grade until the saves end.

        Raises:
            DeviceError: the device is not available.
        """
        with interrupt.giving_up(self._give_up):
            while (task := self._take()) is not None:
                self._next = task
                try:
                    self._grade(task.exercise)
                except GraderError as error:
                    self._next = None
                    text = " ".join(str(error).split())
                    self.listener.note(f"the grader failed, which does not count against you: {text}")

    def _grade(self, exercise: Code) -> None:
        grade_each(
            self._answers(exercise),
            exercise,
            self._report,
            seed=self.seed,
            device=self.device,
            zygotes=self.zygotes,
            device_check=True,
            soon=self._report_soon,
        )

    def _answers(self, exercise: Code) -> Iterator[Answer]:
        """The saves that answer this exercise, until one answers another or the exercise itself changes."""
        while (task := self._take()) is not None:
            if task.exercise is not exercise:
                self._next = task
                return
            self._current, self._dropped = task, False
            yield task.saved.answer
            self._current = None
            self._prepare(task.saved.answer)

    def _take(self) -> Task | None:
        """Wait for the next save that can be graded. Returns None at the end."""
        task, self._next = self._next, None
        while task is None:
            match event := self.saves.next():
                case None:
                    return None
                case Saved():
                    task = self._task(event)
                case Unusable(message):
                    self.listener.note(message)
                case Missing():
                    self.listener.note(f"waits for {self.saves.world.path}")
                case ExerciseChanged():
                    self._known.clear()
                    self.saves.repeat("cases")
        return task

    def _task(self, saved: Saved) -> Task | None:
        answer = saved.answer
        if isinstance(answer.tree, SyntaxError):
            at = f" (line {answer.tree.lineno})" if answer.tree.lineno else ""
            self.listener.note(f"does not parse yet: {answer.tree.msg}{at}")
            return None
        if self.device != CPU and answer.library != "torch":
            self.listener.note(f"it does not use torch, so --device {self.device} has nothing to run")
            return None
        self._warm_up(answer)
        try:
            if answer.declared not in self._known:
                self._known[answer.declared] = self._exercise_of(answer)
            check_libraries(answer, self._known[answer.declared])
        except AnswerError as error:
            self.listener.note(str(error))
            return None
        except BankError as error:
            self.saves.follow(problem.location.file for problem in error.problems)
            self.listener.note(f"the exercise cannot be read: {' '.join(str(error).split())}")
            return None
        exercise = self._known[answer.declared]
        self.saves.follow((exercise.folder / "question.yaml", exercise.cases, *exercise.mistakes))
        return Task(saved, exercise)

    def _warm_up(self, answer: Answer) -> None:
        """Start the process from which workers are forked, as early as possible."""
        library = answer.library
        if library in self._warm or missing_library(answer):
            return
        self._warm.add(library)
        self.zygotes.get(library)
        if library == "torch":
            self.listener.note("PyTorch starts, once; this takes a moment")

    def _prepare(self, answer: Answer) -> None:
        """Fork a worker for the next save while nobody is waiting."""
        source = self.zygotes.get(answer.library)
        with contextlib.suppress(GraderError):
            source.prepare(answer.name, self.device)

    def _give_up(self) -> bool:
        self._dropped = self._dropped or (self._current is not None and self.saves.outdated)
        return self._dropped

    def _report_soon(self, verdict: Verdict) -> None:
        if self._current is not None and not self._dropped:
            self.listener.soon(self._current.saved, verdict)

    def _report(self, verdict: Verdict) -> None:
        if self._current is None or self._dropped:
            self.saves.repeat()
        else:
            self.listener.verdict(self._current.saved, self._current.exercise, verdict)
