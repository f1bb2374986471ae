"""Who answered what: the files of a walk, each with its exercise."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kb.bank import load_one
from kb.bank.find.libraries import lacking
from kb.bank.model.question import Code
from kb.grader.answer.file import Answer, AnswerError
from kb.grader.cohort import identity
from kb.grader.cohort.reading import digest, read
from kb.grader.cohort.walk import Found, Problem, Walked
from kb.grader.run.attempt import exercise_ids, missing_library


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer that can be graded. The text is not kept: a cohort may be large, and it is read again when needed."""

    found: Found
    exercise: str
    digest: str


@dataclass(slots=True)
class Roll:
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    exercises: dict[str, Code] = field(default_factory=dict)
    revs: dict[str, str] = field(default_factory=dict)  # digests of the exercises
    skipped: int = 0


def call(
    walked: Walked,
    roots: tuple[Path, ...],
    asked: str | None,
    told: Callable[[int], None] | None = None,
    here: bool = True,
) -> Roll:
    """Read every file that was found, and say which exercise it answers.

    Args:
        walked: the files.
        roots: the bank.
        asked: the exercise of all of them; otherwise the first comment line or the name of each tells.
        told: hears how many were read.
        here: they are graded by this installation, so that what needs a library that it lacks is left out.

    Raises:
        BankError: an exercise that is answered has problems.
    """
    known = exercise_ids(roots)
    roll = Roll(problems=list(walked.problems), skipped=walked.skipped)
    for number, found in enumerate(walked.found, 1):
        try:
            text = read(found.place)
            answer = Answer(found.path, text)
            exercise = asked or exercise_named(answer, known)
            if here and (missing := missing_library(answer)):
                raise AnswerError(missing)
        except AnswerError as error:
            roll.problems.append(Problem(found.file, str(error)))
        else:
            roll.entries.append(Entry(found, exercise, digest(text)))
        if told is not None:
            told(number)
    for id in sorted({entry.exercise for entry in roll.entries}):
        roll.exercises[id] = load_one(roots, id)
        roll.revs[id] = identity.of_exercise(roll.exercises[id])
        if here and (missing := lacking(roll.exercises[id])):
            roll.problems += [
                Problem(entry.found.file, missing) for entry in roll.entries if entry.exercise == id
            ]
            roll.entries = [entry for entry in roll.entries if entry.exercise != id]
    roll.notes = [f"{folder}/ has no file that can be graded" for folder in walked.empty] + _several(
        roll.entries
    )
    return roll


def exercise_named(answer: Answer, known: list[str]) -> str:
    """The exercise that an answer declares, or that has its file's name.

    Raises:
        AnswerError: it cannot be told, or there is none of this name.
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
        near = difflib.get_close_matches(wanted, known, n=1, cutoff=0.5)
        raise AnswerError(f"there is no exercise {wanted}{f'; did you mean {near[0]}?' if near else ''}")
    return wanted


def _several(entries: list[Entry]) -> list[str]:
    """A student's folder with more than one answer to an exercise; in DIR itself, files of many students are usual."""
    counts = Counter((entry.found.student, entry.exercise) for entry in entries if entry.found.student)
    return [
        f"{student}/ has {count} answers to {exercise}; all of them are graded"
        for (student, exercise), count in sorted(counts.items())
        if count > 1
    ]
