"""The commands for one question: ``new``, ``hint``, ``solution``."""

from __future__ import annotations

import random
from pathlib import Path

from kb.bank import roots as bank_roots
from kb.bank.find.code import code_of_bug
from kb.bank.find.libraries import lacking
from kb.bank.model.question import Bug, Code, Question
from kb.progress.model.aid import What
from kb.quiz.find import bank, starter
from kb.quiz.history.history import now, open_recorder
from kb.quiz.rules import evidence
from kb.quiz.rules.asking import ask
from kb.quiz.rules.check import right_answer
from kb.quiz.rules.options import Everywhere, New, One, Solution
from kb.quiz.rules.status import OK
from kb.quiz.rules.suggest import command
from kb.quiz.screen import show
from kb.quiz.screen.confirm import confirm
from kb.quiz.screen.screen import Screen


def new(args: New) -> int:
    """Write the starter, and note when the learner began."""
    roots = bank_roots(args.bank)
    exercise = bank.exercise(roots, args.id)
    target = starter.place(exercise, Path())
    starter.write(exercise, target, args.force)
    aid(exercise, "start", args)
    screen = Screen()
    screen.raw(f"{target.name}: write {exercise.entry}, then `{command(roots, f'grade {target.name}')}`")
    if missing := lacking(exercise):
        screen.line(missing, "warn")
    return OK


def hint(args: One) -> int:
    """The next hint; the rating of the next answer will know."""
    roots = bank_roots(args.bank)
    question = bank.one(roots, args.id)
    screen = Screen()
    if not question.hints:
        page = show.page_of(question, roots)
        screen.line(f"{question.id} has no hints{f'; its page is {page}' if page else ''}.")
        return OK
    with open_recorder(not args.no_record) as recorder:
        index = evidence.next_hint(question, recorder.answers, recorder.aids)
        again = not evidence.hints_are_left(question, recorder.answers, recorder.aids)
        if not again:
            recorder.aid(question, "hint", now())
    last = "" if index + 1 < len(question.hints) else ", the last one" + (" again" if again else "")
    screen.line(f"{question.id}: hint {index + 1} of {len(question.hints)}{last}", "bold")
    screen.show(screen.markdown(question.hints[index]))
    return OK


def solution(args: Solution) -> int:
    """The reference's source, or the right answer, for those who have tried."""
    roots = bank_roots(args.bank)
    question = bank.one(roots, args.id)
    screen = Screen()
    with open_recorder(not args.no_record) as recorder:
        if not args.yes and not evidence.tried(question, recorder.answers):
            confirm(
                screen,
                f"You have not tried {question.id} yet. Show the solution anyway?",
                alone=f"{question.id} was never tried; --yes shows the solution anyway",
                again="y shows it, n does not",
                no="not shown; try it first: `python -m kb.quiz hint` helps",
            )
        recorder.aid(question, "solution", now())
    if isinstance(question, Code):
        _right_answer(screen, question, roots)
        return OK
    asked = ask(question, random.Random(), code_of_bug(question, roots) if isinstance(question, Bug) else "")
    show.prompt(screen, asked)
    screen.show(screen.markdown(right_answer(asked)))
    screen.line()
    show.explanation(screen, asked.question, roots)  # with its numbers drawn
    return OK


def _right_answer(screen: Screen, exercise: Code, roots: tuple[Path, ...]) -> None:
    """A right answer and why it is one; sent to a file, all of it is Python that can be graded as it is."""
    from kb.content import shown

    right = shown.choose(exercise, starter.style_here(exercise, Path()))
    screen.code(shown.text(exercise, right))
    screen.line()
    if screen.console.is_terminal:
        show.explanation(screen, exercise, roots)
        return
    aside, written = screen.aside()
    show.explanation(aside, exercise, roots)
    for line in written().splitlines():
        screen.raw(f"# {line}".rstrip())


def aid(question: Question, what: What, args: Everywhere) -> None:
    """Record an aid; failing to record it is not a reason to refuse it."""
    from kb.progress import ProgressError
    from kb.quiz.history.history import warn

    try:
        with open_recorder(not args.no_record) as recorder:
            recorder.aid(question, what, now())
    except ProgressError as error:
        warn(str(error))
