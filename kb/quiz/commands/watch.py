"""The command ``watch``: grade a file at every save, until Ctrl-C."""

from __future__ import annotations

import secrets
import sys
import time
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from kb.bank import roots as bank_roots
from kb.quiz.commands import grading
from kb.quiz.commands.ending import Ending
from kb.quiz.find import bank
from kb.quiz.history.history import now
from kb.quiz.rules import when
from kb.quiz.rules.options import Watch
from kb.quiz.rules.status import OK, Refused
from kb.quiz.screen.board import Board
from kb.quiz.screen.screen import Screen

if TYPE_CHECKING:
    from kb.bank.model.question import Code
    from kb.grader import Answer, Verdict


def run(args: Watch) -> int:
    """Until Ctrl-C or until nobody reads; then one line says what was."""
    _check(args)
    sys.dont_write_bytecode = True  # cases that change twice in a second would be taken from the cache
    begun = time.monotonic()
    with Ending() as ending:
        screen = Screen()
        screen.line(f"Watching {args.file}; Ctrl-C ends.", "quiet")
        screen.out.flush()
        board = _watch(args, screen, ending)
    _summary(board, begun)
    ending.finish()
    return OK


def _watch(args: Watch, screen: Screen, ending: Ending) -> Board:
    from kb.grader import DeviceError, Zygotes
    from kb.grader.process import interrupt
    from kb.grader.process.layers import apart
    from kb.grader.watch.loop import Watching
    from kb.grader.watch.saves import Saves
    from kb.grader.watch.world import World

    board = Board(screen, args.file, args.all, Record(not args.no_record).graded)
    seed = secrets.randbelow(1 << 31) if args.seed is None else args.seed
    hiding = apart(args.file, *bank_roots(args.bank))
    with closing(World(args.file)) as world, Zygotes(hiding=hiding) as zygotes:
        saves = Saves(world)
        ending.wake = lambda: interrupt.press(saves.stop)
        if ending.number is not None:
            return board
        board.gone = saves.stop
        watching = Watching(saves, _finder(args), board, zygotes, seed, args.device)
        try:
            watching.run()
        except DeviceError as error:
            raise Refused(str(error)) from None
        except KeyboardInterrupt:
            pass  # noted by ``ending``, raised where nothing can be torn
    return board


def _check(args: Watch) -> None:
    """A file that is not there yet is waited for; a folder or an exercise that is not there is a slip."""
    path = args.file
    if path.is_dir():
        raise Refused(f"{path} is a folder; name the Python file in it")
    if not path.parent.is_dir():
        raise Refused(f"{path} cannot be watched: there is no folder {path.parent}")
    if args.question is not None:
        _asked(args)


def _asked(args: Watch) -> str | None:
    """The exercise that was asked for; Refused where it does not exist."""
    return None if args.question is None else bank.exercise(bank_roots(args.bank), args.question).id


def _finder(args: Watch) -> Callable[[Answer], Code]:
    """What tells the exercise of a file."""
    from kb.grader import exercise_of

    roots, asked = bank_roots(args.bank), _asked(args)
    return lambda answer: exercise_of(answer, roots, asked)


class Record:
    """Saves the first pass of each exercise. A save that fails is work in progress, and no answer."""

    def __init__(self, wanted: bool):
        self.wanted = wanted
        self._done: set[str] = set()

    def graded(self, exercise: Code, verdict: Verdict) -> str | None:
        """The line that says what was saved."""
        if not self.wanted or not verdict.passed or exercise.id in self._done:
            return None
        self._done.add(exercise.id)
        from kb.progress import ProgressError

        try:
            answered, due = grading.record_verdict(exercise, verdict)
        except ProgressError as error:
            return f"the verdict stands, but was not saved: {' '.join(str(error).split())}"
        return f"Rated {answered.rating.word}: asked again {when.ahead(due, now())}."


def _summary(board: Board, begun: float) -> None:
    """``Graded 12 times, passed at 10:41:07; 25 min.``"""
    text = f"Graded {board.count} time{'' if board.count == 1 else 's'}"
    if board.count:
        text += f", passed at {board.passed_at:%H:%M:%S}" if board.passed_at else ", not passed"
    board.screen.line()
    board.screen.line(f"{text}; {when.seconds(time.monotonic() - begun)}.")
