"""Load a bank, or the part of it that a topic needs, from one or several folders."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from kb.bank.find.cache import Cache
from kb.bank.find.locate import (
    EXERCISE,
    Wanted,
    areas,
    check_root,
    exercise_files,
    near,
    page_files,
    topics,
    understand,
)
from kb.bank.model.names import close, fold, matches
from kb.bank.model.problems import BankError, Problem, UnknownTopic
from kb.bank.model.question import Bank, Code, Question
from kb.bank.yaml.source import LARGEST

_PAGE = re.compile(rb"""^page[ \t]*:[ \t]+['"]?([a-z0-9_]+/[a-z0-9-]+)#""", re.MULTILINE)


def load(roots: Iterable[Path], topic: str | None = None) -> Bank:
    """Read the questions of a topic, or all of them.

    Args:
        roots: The folders of `kb.bank.roots`; what they hold is one bank.
        topic: An area, a page, an exercise, a question, or the bare name of a page or exercise.
            Only the files that it needs are read. Tags are not topics: they would need every file.

    Raises:
        BankError: all problems in the files that were read.
        UnknownTopic: nothing has this name.
    """
    folders = tuple(roots)
    for root in folders:
        check_root(root)
    wanted = _understood(folders, topic) if topic is not None else Wanted()
    # A few files are read faster than a cache of all.
    cache = Cache() if topic is None else None
    questions = _gathered(_reading(folders, wanted, cache))
    if cache is not None:
        cache.save()
    if wanted.question is not None:
        questions = _only(questions, wanted, topic or "")
    return Bank(questions)


def load_one(roots: Iterable[Path], exercise: str) -> Code:
    """Read one exercise, and no other file.

    Raises:
        BankError: its ``question.yaml`` has problems, or two folders have the exercise.
        UnknownTopic: no such exercise exists.
    """
    folders = tuple(roots)
    files: list[Path] = []
    if matches("exercise", exercise):
        files = [root / exercise / EXERCISE for root in folders if _is_exercise([root], exercise)]
    if not files:
        known = tuple(name for name in topics(folders) if _is_exercise(folders, name))
        raise UnknownTopic(exercise, near(exercise, known), known, "exercise")
    found = _gathered([lambda file=file: _exercise(file) for file in files])[0]  # type: ignore[misc]
    assert isinstance(found, Code)
    return found


def _is_exercise(roots: Iterable[Path], name: str) -> bool:
    return any(os.path.lexists(root / name / EXERCISE) for root in roots)


def _understood(roots: tuple[Path, ...], topic: str) -> Wanted:
    """Like `understand`; also a page that has exercises but no file of questions."""
    try:
        return understand(roots, topic)
    except UnknownTopic:
        area, _, name = topic.partition("/")
        inside = [file for root in roots if area in areas(root) for file in exercise_files(root, area)]
        if any(_named_page(file) == topic for file in inside):
            return Wanted(area, name)
        raise


Reading = Callable[[], tuple[Question, ...]]


def _reading(roots: tuple[Path, ...], wanted: Wanted, cache: Cache | None) -> list[Reading]:
    """The files to read for a topic, each once; within an area pages come before exercises."""
    found = sorted({area for root in roots for area in areas(root) if wanted.area in (None, area)})
    readings: list[Reading] = []
    for area in found:
        pages = [file for root in roots for file in page_files(root, area)]
        readings += [_page_reading(file, cache) for file in pages if wanted.name in (None, file.stem)]
        if wanted.question is None:
            exercises = [file for root in roots for file in exercise_files(root, area)]
            belonging = [file for file in exercises if _may_belong(file, wanted)]
            readings += [_exercise_reading(file, wanted, cache) for file in belonging]
    return readings


def _page(file: Path) -> tuple[Question, ...]:
    from kb.bank.decode.read import read_page  # YAML and all that reads it: not needed for what a cache holds

    return read_page(file)


def _exercise(file: Path) -> tuple[Code]:
    from kb.bank.decode.read import read_exercise

    return (read_exercise(file),)


def _page_reading(file: Path, cache: Cache | None) -> Reading:
    return lambda: cache.read(file, _page) if cache else _page(file)


def _exercise_reading(file: Path, wanted: Wanted, cache: Cache | None) -> Reading:
    def read() -> tuple[Question, ...]:
        (code,) = cache.read(file, _exercise) if cache else _exercise(file)
        assert isinstance(code, Code)
        return (code,) if wanted.name is None or str(wanted) in (code.id, code.topic) else ()

    return read


def _may_belong(file: Path, wanted: Wanted) -> bool:
    """False where the file's line ``page:`` plainly names another page: such a file need not be read."""
    if wanted.name in (None, file.parent.name):
        return True
    return _named_page(file) in (None, str(wanted))


def _named_page(file: Path) -> str | None:
    """The page that an exercise names in its line ``page:``, if that is plain without reading YAML."""
    try:
        if not file.is_file():
            return None  # reading it will say why
        with file.open("rb") as stream:
            page = _PAGE.search(stream.read(LARGEST))
    except OSError:
        return None
    return page[1].decode() if page else None


def _gathered(readings: Iterable[Reading]) -> tuple[Question, ...]:
    """Read everything, then report the problems of all files together."""
    questions: list[Question] = []
    problems: list[Problem] = []
    for read in readings:
        try:
            questions += read()
        except BankError as error:
            problems += error.problems
    problems += _twice(questions)
    if problems:
        raise BankError(problems)
    return tuple(questions)


def _twice(questions: list[Question]) -> list[Problem]:
    """Two folders that have the same question, and former ids that are taken."""
    first: dict[str, Question] = {}
    problems = []
    for question in questions:
        if first.setdefault(question.id, question) is not question:
            found = f"the id {question.id}, which {first[question.id].location} has too"
            problems.append(Problem(question.location, found, "an id that no other folder has"))
    heirs: dict[str, Question] = {}
    for question in questions:
        for id in question.formerly:
            other = heirs.setdefault(id, first.get(id, question))
            if other is not question:
                found = f"the former id {id}, which {other.location} has"
                problems.append(
                    Problem(question.location, found, "an id whose history no other question has")
                )
    return problems


def _only(questions: tuple[Question, ...], wanted: Wanted, topic: str) -> tuple[Question, ...]:
    """The one question of a page that was asked for, also by an id that it had before."""
    for question in questions:
        if fold(question.id) == fold(str(wanted)) or str(wanted) in question.formerly:
            return (question,)
    known = [question.id for question in questions]
    raise UnknownTopic(topic, close(str(wanted), known), known, "question")
