"""From the command line to a command, and from whatever goes wrong to one line and an exit status."""

from __future__ import annotations

import argparse
import sys

from kb.quiz.arguments import parse
from kb.quiz.rules.status import GRADER_FAILED, WRONG_USE, Refused
from kb.quiz.text.plain import silence

INTERRUPTED = 130
PROBLEMS_SHOWN = 20


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


def run(args: argparse.Namespace) -> int:
    """Call the command; each is imported only when it is used."""
    match args.command:
        case None:
            from kb.quiz.commands.begin import run as command
        case "new":
            from kb.quiz.commands.tools import new as command
        case "grade":
            from kb.quiz.commands.grade import run as command
        case "watch":
            from kb.quiz.commands.watch import run as command
        case "grade-all":
            from kb.quiz.commands.grade_all import run as command
        case "hint":
            from kb.quiz.commands.tools import hint as command
        case "solution":
            from kb.quiz.commands.tools import solution as command
        case "stats":
            from kb.quiz.commands.stats import stats as command
        case "reset":
            from kb.quiz.commands.manage import reset as command
        case "export":
            from kb.quiz.commands.manage import export as command
        case "doctor":
            from kb.quiz.commands.doctor import run as command
    return command(args)


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
