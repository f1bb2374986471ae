"""Start the program: commands that grade run in an isolated process, see ``kb.isolated``."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from kb import isolated

# They run no answer. A command that is not listed here is taken for one that grades.
HARMLESS = frozenset(("new", "hint", "solution", "stats", "reset", "export", "doctor"))
GRADER_FAILED = 3


def start(arguments: Sequence[str]) -> NoReturn:
    """Run the command line, isolated where an answer may be graded."""
    # Where there is no fork no answer is run, and execve would not keep the process.
    if grades(arguments) and hasattr(os, "fork"):
        try:
            isolated.become(__name__, arguments)
        except OSError as error:
            print(
                f"kb.quiz: the process that grades cannot be started: {sys.executable or 'no interpreter'}: "
                f"{error.strerror or error}",
                file=sys.stderr,
            )
            sys.exit(GRADER_FAILED)
    sys.exit(main())


def main() -> int:
    """Run the command line in this process; the exit status."""
    # Starting makes many objects that live as long as the program: no use in going through them.
    gc.set_threshold(50_000)
    from kb.quiz.cli import main

    return main()


def grades(arguments: Sequence[str]) -> bool:
    """Whether these arguments may lead to an answer that is graded; in doubt they do.

    A full look at the command line comes later: it costs more time than a process.
    """
    if "--" in arguments:  # what follows may look like an option, but is not one
        return True
    if {"--list", "-h", "--help"} & set(arguments):
        return False
    rest = list(arguments)
    while rest and rest[0].startswith(("--no-record", "--bank")):
        del rest[: 2 if rest[0] == "--bank" else 1]
    return not rest or rest[0] not in HARMLESS
