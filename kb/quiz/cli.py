"""From the command line to a command, and from whatever goes wrong to one line and an exit status."""

from __future__ import annotations

import argparse
import sys
from dataclasses import fields
from typing import TypeVar

from kb.quiz.arguments import parse
from kb.quiz.rules import options
from kb.quiz.rules.status import GRADER_FAILED, WRONG_USE, Refused
from kb.quiz.text.plain import silence

INTERRUPTED = 130
PROBLEMS_SHOWN = 20
Options = TypeVar("Options", bound=options.Everywhere)


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit statuses stand in ``kb.quiz.arguments.STATUSES``."""
    try:
        status = run(parse(arguments))
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        lines = explain(error)
        if lines is None:
            raise
        print(*lines, sep="\n", file=sys.stderr)
        return error.status if isinstance(error, Refused) else WRONG_USE
    finally:
        # CPython notes a Ctrl-C that arrives inside of exec, as where a dataclass is made, and dies of it at its
        # end even when it was caught. Another exec clears the note.
        exec("")
        hush()


def hush() -> None:
    """Write what is still to be written, so that the interpreter does not complain at its end."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        silence(sys.stdout)


def run(found: argparse.Namespace) -> int:
    """Call the command with its arguments; each is imported only when it is used."""
    match found.command:
        case None:
            from kb.quiz.commands.begin import run as begin

            return begin(typed(options.Session, found))
        case "new":
            from kb.quiz.commands.tools import new

            return new(typed(options.New, found))
        case "grade":
            from kb.quiz.commands.grade import run as grade

            return grade(typed(options.Grade, found))
        case "watch":
            from kb.quiz.commands.watch import run as watch

            return watch(typed(options.Watch, found))
        case "grade-all":
            from kb.quiz.commands.grade_all import run as grade_all

            return grade_all(typed(options.GradeAll, found))
        case "hint":
            from kb.quiz.commands.tools import hint

            return hint(typed(options.One, found))
        case "solution":
            from kb.quiz.commands.tools import solution

            return solution(typed(options.Solution, found))
        case "stats":
            from kb.quiz.commands.stats import stats

            return stats(typed(options.Stats, found))
        case "reset":
            from kb.quiz.commands.manage import reset

            return reset(typed(options.Reset, found))
        case "export":
            from kb.quiz.commands.manage import export

            return export(typed(options.Everywhere, found))
    from kb.quiz.commands.doctor import run as doctor

    return doctor(typed(options.Everywhere, found))


def typed(kind: type[Options], found: argparse.Namespace) -> Options:
    """The arguments of a command as its own type."""
    return kind(**{field.name: getattr(found, field.name) for field in fields(kind)})


def explain(error: Exception) -> list[str] | None:
    """The lines for a learner, or None where the error is a defect of the program."""
    from kb.bank import BankError, UnknownTopic
    from kb.bank.compute.expressions import EvaluationError
    from kb.bank.find.code import CodeError
    from kb.progress import ProgressError

    match error:
        case Refused() | UnknownTopic() | CodeError():
            return [f"kb.quiz: {_line(error)}"]
        case BankError(problems=problems):
            shown = [f"  {_line(problem)}" for problem in problems[:PROBLEMS_SHOWN]]
            more = [f"  and {len(problems) - PROBLEMS_SHOWN} more"] if len(problems) > PROBLEMS_SHOWN else []
            count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
            return [f"kb.quiz: the bank has {count}:", *shown, *more]
        case EvaluationError():
            return [f"kb.quiz: a question of the bank cannot be asked: {_line(error)}"]
        case ProgressError():
            return [f"kb.quiz: {_line(error)}; or go on unsaved with --no-record"]
        case OSError():
            what = error.filename or "the output cannot be written"
            return [f"kb.quiz: {_line(what)}: {error.strerror or error}"]
    return None


def _line(thing: object) -> str:
    from kb.bank.model.visible import visible

    return visible(" ".join(str(thing).split()))


__all__ = ["GRADER_FAILED", "main"]
