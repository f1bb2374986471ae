"""The roster of a cohort: the files of a walk, each with the exercise that it answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kb.bank import load_one
from kb.bank.find.libraries import lacking
from kb.bank.model.names import close
from kb.bank.model.question import Code
from kb.grader.answer.exercise import exercise_ids, missing_library
from kb.grader.answer.file import Answer, AnswerError
from kb.grader.cohort import identity
from kb.grader.cohort.reading import digest, read
from kb.grader.cohort.walk import FoundFile, Problem, WalkResult


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """An answer that can be graded. Its text is read again when needed, as a cohort may not fit into memory."""

    found: FoundFile
    exercise: str
    digest: str


@dataclass(slots=True)
class Roster:
    entries: list[RosterEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    exercises: dict[str, Code] = field(default_factory=dict)
    revs: dict[str, str] = field(default_factory=dict)  # digests of the exercises
    skipped: int = 0


def make_roster(
    walked: WalkResult,
    roots: tuple[Path, ...],
    asked: str | None,
    progress: Callable[[int], None] | None = None,
    here: bool = True,
) -> Roster:
    """Read every file that was found, and find the exercise that it answers.

    Args:
        walked: the files.
        roots: the bank.
        asked: the exercise of all of them; None to go by the first comment line or the name of each.
        progress: called with the number of files read so far.
        here: they are graded by this installation, so those that need a library it lacks are left out.

    Raises:
        BankError: an exercise that somebody answered has problems.
    """
    known = exercise_ids(roots)
    roster = Roster(problems=list(walked.problems), skipped=walked.skipped)
    for number, found in enumerate(walked.found, 1):
        try:
            text = read(found.pinned)
            answer = Answer(found.path, text)
            exercise = asked or exercise_named(answer, known)
            if here and (missing := missing_library(answer)):
                raise AnswerError(missing)
        except AnswerError as error:
            roster.problems.append(Problem(found.file, str(error)))
        else:
            roster.entries.append(RosterEntry(found, exercise, digest(text)))
        if progress is not None:
            progress(number)
    for id in sorted({entry.exercise for entry in roster.entries}):
        roster.exercises[id] = load_one(roots, id)
        roster.revs[id] = identity.of_exercise(roster.exercises[id])
        if here and (missing := lacking(roster.exercises[id])):
            roster.problems += [
                Problem(entry.found.file, missing) for entry in roster.entries if entry.exercise == id
            ]
            roster.entries = [entry for entry in roster.entries if entry.exercise != id]
    roster.notes = [f"{folder}/ has no file that can be graded" for folder in walked.empty] + _duplicates(
        roster.entries
    )
    return roster


def exercise_named(answer: Answer, known: list[str]) -> str:
    """The id of the exercise that an answer declares, or that has the name of its file.

    Raises:
        AnswerError: it names no exercise, or one that does not exist.
    """
    wanted = answer.declared
    if wanted is None:
        same = [id for id in known if id.rpartition("/")[2] == answer.path.stem]
        if len(same) == 1:
            return same[0]
        raise AnswerError(
            "it does not say which exercise it answers; begin it with `# question: detection/nms`, "
            "name it nms.py, or give --question ID for all files"
        )
    if wanted not in known:
        near = close(wanted, known, 1)
        raise AnswerError(f"there is no exercise {wanted}{f'; did you mean {near[0]}?' if near else ''}")
    return wanted


def _duplicates(entries: list[RosterEntry]) -> list[str]:
    """Notes on folders with several answers to an exercise; in DIR itself they may be of different students."""
    counts = Counter((entry.found.student, entry.exercise) for entry in entries if entry.found.student)
    return [
        f"{student}/ has {count} answers to {exercise}; all of them are graded"
        for (student, exercise), count in sorted(counts.items())
        if count > 1
    ]
