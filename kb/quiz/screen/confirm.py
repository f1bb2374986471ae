"""Ask whether to go on, before something is shown or set aside for good."""

from __future__ import annotations

from kb.quiz.rules.status import OK, Refused
from kb.quiz.screen.keyboard import Closed, open_keyboard
from kb.quiz.screen.screen import Screen


def confirm(screen: Screen, question: str, *, alone: str, again: str, no: str) -> None:
    """Return after a yes.

    Args:
        screen: where it is asked.
        question: what is asked; "y or n" is added.
        alone: what is said where nobody can be asked.
        again: what is said to any other answer.
        no: what is said to a no.

    Raises:
        Refused: no, or nobody can be asked.
    """
    keyboard = open_keyboard(screen)
    if not keyboard.interactive:
        raise Refused(alone)
    screen.line(f"{question} y or n")
    while True:
        try:
            word = keyboard.line().strip().casefold()
        except Closed:
            word = "n"
        if word in ("y", "yes"):
            return
        if word in ("n", "no", "q", ""):
            raise Refused(no, OK)
        screen.line(again, "warn")
