"""The command line."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from kb.grader.model.device import CPU, DEVICES
from kb.quiz.rules.status import Refused, meant

EVERYWHERE = ("--bank", "--no-record")
OF_SESSIONS = ("--count", "--new", "--minutes", "--seed")
LARGEST = 2**63 - 1
STATUSES = """exit status:
  0  passed; or the command did what was asked (a session that was left with Ctrl-C too)
  1  not passed
  2  wrong use: what was asked for does not exist, or cannot be done
  3  the grader itself failed
  130  Ctrl-C outside of a session"""
COHORT_STATUSES = """exit status:
  0  all were graded, and passed
  1  all were graded; some did not pass, or are not answers
  2  wrong use: nothing to grade, a cluster that is not there, a sandbox that is required and lacking
  3  the grader failed on some, or some verdicts could not be saved
  130  interrupted by Ctrl-C; the same command goes on"""


class Parser(argparse.ArgumentParser):
    """Says in one line what was wrong, with what was probably meant.

    Attributes:
        given: the options that were on the command line so far.
        above: the parser of which this one reads a command.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.given: list[str] = []
        self.above: Parser | None = None
        for name, action in (("store", _Once), (None, _Once), ("store_true", _Flag)):
            self.register("action", name, action)

    def options(self) -> list[str]:
        return [name for action in self._actions for name in action.option_strings]

    def refuse_option(self, option: str) -> NoReturn:
        name = option.partition("=")[0]
        raise Refused(
            f"unknown option {name}{meant(name, self.options()) or f'; `{self.prog} --help` shows all'}"
        )

    def error(self, message: str) -> NoReturn:
        if found := re.search(r"argument COMMAND: invalid choice: '(.*?)' \(choose from (.*)\)", message):
            known = re.findall(r"[\w-]+", found[2])
            raise Refused(
                f"unknown command {found[1]!r}{meant(found[1], known) or '; there is ' + ', '.join(known)}"
            )
        raise Refused(f"{message}; `{self.prog} --help` shows what there is")


class _Once(argparse._StoreAction):
    """A value that is given once: of two, one would be ignored without a word."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option: str | None = None,
    ) -> None:
        assert isinstance(parser, Parser)
        if option is not None:
            if option in parser.given or (parser.above and option in parser.above.given):
                raise Refused(f"{option} is given twice; give it once")
            parser.given.append(option)
        super().__call__(parser, namespace, values, option)


class _Flag(argparse._StoreTrueAction):
    """An option without a value."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option: str | None = None,
    ) -> None:
        assert isinstance(parser, Parser)
        parser.given.append(option or "")
        super().__call__(parser, namespace, values, option)


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line as a namespace; ``command`` is None for a session or a list.

    Raises:
        Refused: it cannot be understood.
        SystemExit: help or the version was asked for.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = build(arguments)
    _check_first_option(parser, arguments)
    found, unknown = parser.parse_known_args(arguments)
    _check_together(found, parser)
    if unknown:
        used: Parser = found.parser
        if unknown[0].startswith("-"):
            used.refuse_option(unknown[0])
        raise Refused(f"one argument too many: {unknown[0]!r}; `{used.prog} --help` shows how it is used")
    return found


def _check_together(found: argparse.Namespace, parser: Parser) -> None:
    """An option of a session that would be ignored because a list or a command is asked for."""
    if found.command is not None:
        own: Parser = found.parser
        for option in parser.given:
            if option not in EVERYWHERE:
                known = option in own.options()
                where = (
                    f"write `{found.command} {option}`"
                    if known
                    else f"it is not an option of {found.command}"
                )
                raise Refused(f"{option} in front of {found.command} would be ignored; {where}")
    elif found.list:
        for option in parser.given:
            if option in OF_SESSIONS:
                raise Refused(f"{option} is for a session; --list shows everything, or what --topic names")


def _check_first_option(parser: Parser, arguments: list[str]) -> None:
    """An unknown option in front: argparse would take its value for a command and complain about that."""
    for argument in arguments:
        if not re.match(r"-\D", argument):
            return
        if argument.partition("=")[0] not in parser.options():
            parser.refuse_option(argument)


def build(arguments: Sequence[str] = ()) -> Parser:
    """The parser. Only the command that stands in ``arguments`` gets its arguments: building takes time."""
    bank = os.environ.get("KB_BANK")
    parser = Parser(
        prog="python -m kb.quiz",
        description="Practice interview questions. Without a command: a session, due ones first, then new.",
        epilog=STATUSES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(parser=parser, bank=Path(bank) if bank else None, no_record=False)
    parser.add_argument(
        "--topic", metavar="T", help="an area, a page, a tag or one question: detection, detection/nms"
    )
    parser.add_argument("--list", action="store_true", help="what there is, and where you stand")
    parser.add_argument("--json", action="store_true", help="the list as JSON")
    parser.add_argument("--count", metavar="N", type=whole(1), help="at most N questions")
    parser.add_argument(
        "--new", metavar="N", type=whole(0), help="at most N new questions a day (default 10)"
    )
    parser.add_argument("--minutes", metavar="M", type=positive, help="start no new question after M minutes")
    parser.add_argument(
        "--seed", metavar="N", type=whole(0), help="shuffle and draw numbers the same way again"
    )
    _everywhere(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, (help, fill) in COMMANDS.items():
        one = commands.add_parser(
            name, help=help, description=f"{help[0].upper()}{help[1:]}.", allow_abbrev=False
        )
        if name in arguments:
            one.set_defaults(parser=one)
            one.above = parser
            fill(one)
            _everywhere(one)
    return parser


def _everywhere(parser: argparse.ArgumentParser) -> None:
    """What may stand before a command and after it."""
    note = "a private bank beside the built-in one; or KB_BANK"
    parser.add_argument("--bank", metavar="DIR", type=Path, help=note, default=argparse.SUPPRESS)
    note = "save nothing; works also where the history cannot be used"
    parser.add_argument("--no-record", action="store_true", help=note, default=argparse.SUPPRESS)


def _new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the exercise, such as detection/nms")
    parser.add_argument("--force", action="store_true", help="overwrite a file that is there")


def _answer(parser: argparse.ArgumentParser) -> None:
    """What grading one file takes, once or at every save."""
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument(
        "--question",
        metavar="ID",
        help="the exercise (default: as the file's first comment or its name says)",
    )
    parser.add_argument(
        "--device", choices=DEVICES, default=CPU, help="where answers in PyTorch run (default cpu)"
    )
    parser.add_argument("--seed", metavar="N", type=whole(0), help="the inputs of an earlier report")
    parser.add_argument("--all", action="store_true", help="show every failed test, not only the first")


def _grade(parser: argparse.ArgumentParser) -> None:
    _answer(parser)
    parser.add_argument("--json", action="store_true", help="exactly one JSON object on standard output")
    parser.add_argument("--junitxml", metavar="FILE", type=Path, help="write a JUnit report too")
    note = "grade only if every layer of the sandbox is in effect and passes a test"
    parser.add_argument("--require-sandbox", action="store_true", help=note)


def _watch(parser: argparse.ArgumentParser) -> None:
    _answer(parser)
    parser.epilog = (
        "Ctrl-C ends it. The tests of the speed follow the verdict of all others. The first pass is saved in the "
        "history; saves that fail are not, however many they are."
    )


def _grade_all(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = COHORT_STATUSES
    parser.add_argument(
        "folder", metavar="DIR", type=Path, help="Python files, in folders as deep as you like"
    )
    note = "where the grades are written (default grades/); a second run goes on where the first one ended"
    parser.add_argument("--out", metavar="FOLDER", type=Path, default=Path("grades"), help=note)
    note = "the exercise of all files (default: as the first comment or the name of each says)"
    parser.add_argument("--question", metavar="ID", help=note)
    note = "processes on this machine (default: one for each processor)"
    parser.add_argument("--workers", metavar="N", type=whole(1), help=note)
    note = "a Dask cluster that grades instead, such as tcp://10.0.0.1:8786 (extra `cluster`)"
    parser.add_argument("--scheduler", metavar="ADDRESS", help=note)
    note = "the inputs, the same for all answers (default: drawn for the first run, and kept)"
    parser.add_argument("--seed", metavar="N", type=whole(0), help=note)
    parser.add_argument(
        "--fresh", action="store_true", help="grade all again; the verdicts so far are kept in another file"
    )
    parser.add_argument(
        "--json", action="store_true", help="one JSON object a line on standard output for each file"
    )
    note = "grade only if every layer of the sandbox is in effect and passes a test"
    parser.add_argument("--require-sandbox", action="store_true", help=note)


def _hint(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="a question or an exercise")


def _solution(parser: argparse.ArgumentParser) -> None:
    _hint(parser)
    parser.add_argument("--yes", action="store_true", help="show it even if you have not tried yet")


def _stats(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--topic", metavar="T", default=None, help="as for a session")
    parser.add_argument("--json", action="store_true", help="the numbers as JSON")


def _reset(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="ID|TOPIC", nargs="*", help="nothing here means everything")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def _nothing(parser: argparse.ArgumentParser) -> None:
    """The command has no arguments of its own."""


COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "new": ("write the starter of an exercise into the current folder", _new),
    "grade": ("grade a file", _grade),
    "watch": ("grade a file at every save", _watch),
    "grade-all": ("grade a folder of answers of many people", _grade_all),
    "hint": ("show the next hint", _hint),
    "solution": ("show the reference, or the right answer", _solution),
    "stats": ("numbers about what you did", _stats),
    "reset": ("start over: a question, a topic, or everything", _reset),
    "export": ("print the whole history as JSON", _nothing),
    "doctor": ("versions, folders, what is missing and what to do", _nothing),
}


class whole:  # noqa: N801  a type of arguments
    """A whole number of at least ``least``."""

    def __init__(self, least: int) -> None:
        self.least = least

    def __call__(self, text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = self.least - 1
        if value > LARGEST:
            raise argparse.ArgumentTypeError(f"{text!r} is too large; the largest is {LARGEST}")
        if value < self.least:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of {self.least} or more")
        return value


def positive(text: str) -> float:
    """A finite number above 0."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return value


__all__ = ["COMMANDS", "build", "parse"]
