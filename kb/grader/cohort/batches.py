"""What travels to whoever grades: some answers to one exercise, as texts and ids. No path means anything elsewhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from kb.grader.answer.file import AnswerError
from kb.grader.cohort.names import for_worker
from kb.grader.cohort.reading import digest, read
from kb.grader.cohort.roll import Entry, Roll
from kb.grader.cohort.walk import Problem

# A batch costs one collection of the cases, 20 ms, and its verdicts are saved when all of it is done.
LARGEST = 32


@dataclass(frozen=True, slots=True)
class Paper:
    """One answer. ``file`` is its name in the ledger, ``name`` what it is called in the process that runs it."""

    file: str
    student: str
    name: str
    source: str

    @property
    def digest(self) -> str:
        return digest(self.source)


@dataclass(frozen=True, slots=True)
class Batch:
    """Answers to one exercise, and all that is to be known for grading them as everybody else's."""

    exercise: str
    rev: str
    papers: tuple[Paper, ...]
    seed: int
    machine: str  # the grader that is to be used
    bank: str | None = None  # a private bank, where whoever grades has it too
    sandbox: bool = False  # refuse to grade unless every layer holds
    hiding: tuple[str, ...] = ()  # where the answers and the grades lie; only of use where these folders are
    deaths: int = 0  # how often a process ended while it graded this

    def alone(self) -> list[Batch]:
        """A batch for each of the answers."""
        return [replace(self, papers=(paper,), deaths=0) for paper in self.papers]


def size(answers: int, workers: int) -> int:
    """How many answers go together: few when there are few, so that all processes end at about the same time."""
    return max(1, min(LARGEST, answers // (4 * max(1, workers))))


class Stock:
    """All batches, by exercise. The files are read when it is their turn.

    Args:
        entries: what is to be graded.
        roll: knows the digests of the exercises.
        each: the size of a batch.
        like: what all batches have in common.
        lost: told of files that cannot be read any more.
    """

    def __init__(
        self, entries: Iterable[Entry], roll: Roll, each: int, like: Batch, lost: Callable[[Problem], None]
    ):
        self._entries: dict[str, deque[Entry]] = {}
        for entry in entries:
            self._entries.setdefault(entry.exercise, deque()).append(entry)
        self._roll, self._each, self._like, self._lost = roll, each, like, lost

    def take(self, prefers: Callable[[str], int]) -> Batch | None:
        """The next batch, of the exercise that is liked best, and of which there is most; None when all are out."""
        while self._entries:
            exercise = max(self._entries, key=lambda id: (prefers(id), len(self._entries[id]), id))
            some = self._entries[exercise]
            papers = tuple(self._papers([some.popleft() for _ in range(min(self._each, len(some)))]))
            if not some:
                del self._entries[exercise]
            if papers:
                return replace(self._like, exercise=exercise, rev=self._roll.revs[exercise], papers=papers)
        return None

    def _papers(self, entries: list[Entry]) -> Iterator[Paper]:
        for entry in entries:
            found = entry.found
            try:
                yield Paper(
                    found.file, found.student, for_worker(found.path.name), read(found.place, entry.digest)
                )
            except AnswerError as error:
                self._lost(Problem(found.file, str(error)))
