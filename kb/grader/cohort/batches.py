"""Batches of answers to one exercise, as texts and ids: a path would mean nothing on another machine."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from kb.grader.answer.file import AnswerError
from kb.grader.cohort.names import for_worker
from kb.grader.cohort.reading import digest, read
from kb.grader.cohort.roster import Roster, RosterEntry
from kb.grader.cohort.walk import Problem

# A batch costs one collection of the cases, 20 ms, and its verdicts are saved when all of it is done.
LARGEST = 32


@dataclass(frozen=True, slots=True)
class StudentAnswer:
    """The text of one answer. ``file`` is its name in the ledger, ``name`` its name in the process that runs it."""

    file: str
    student: str
    name: str
    source: str

    @property
    def digest(self) -> str:
        return digest(self.source)


@dataclass(frozen=True, slots=True)
class Batch:
    """Answers to one exercise, with everything needed to grade them like all the others."""

    exercise: str
    rev: str
    answers: tuple[StudentAnswer, ...]
    seed: int
    machine: str  # the version of the grader that has to be used
    bank: str | None = None  # a private bank, used where it exists
    sandbox: bool = False  # refuse to grade unless every layer holds
    hiding: tuple[str, ...] = ()  # folders of answers and grades, hidden from workers where they exist
    deaths: int = 0  # how many processes ended while grading this

    def alone(self) -> list[Batch]:
        """One batch for each answer."""
        return [replace(self, answers=(answer,), deaths=0) for answer in self.answers]


def size(answers: int, workers: int) -> int:
    """The number of answers in a batch: small for a small cohort, so that all processes end at about the same time."""
    return max(1, min(LARGEST, answers // (4 * max(1, workers))))


class BatchQueue:
    """The answers that still have to be sent out, by exercise. A file is read when its batch is taken.

    Args:
        entries: the answers to grade.
        roster: has the digests of the exercises.
        each: the number of answers in a batch.
        like: a batch with everything that all batches have in common.
        lost: called with each file that can no longer be read.
    """

    def __init__(
        self,
        entries: Iterable[RosterEntry],
        roster: Roster,
        each: int,
        like: Batch,
        lost: Callable[[Problem], None],
    ):
        self._entries: dict[str, deque[RosterEntry]] = {}
        for entry in entries:
            self._entries.setdefault(entry.exercise, deque()).append(entry)
        self._roster, self._each, self._like, self._lost = roster, each, like, lost

    def take(self, prefers: Callable[[str], int]) -> Batch | None:
        """The next batch: of the preferred exercise, and of the one with most answers left; None when all are out."""
        while self._entries:
            exercise = max(self._entries, key=lambda id: (prefers(id), len(self._entries[id]), id))
            some = self._entries[exercise]
            answers = tuple(self._read([some.popleft() for _ in range(min(self._each, len(some)))]))
            if not some:
                del self._entries[exercise]
            if answers:
                return replace(
                    self._like, exercise=exercise, rev=self._roster.revs[exercise], answers=answers
                )
        return None

    def _read(self, entries: list[RosterEntry]) -> Iterator[StudentAnswer]:
        for entry in entries:
            found = entry.found
            try:
                yield StudentAnswer(
                    found.file, found.student, for_worker(found.path.name), read(found.pinned, entry.digest)
                )
            except AnswerError as error:
                self._lost(Problem(found.file, str(error)))
