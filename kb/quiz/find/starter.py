"""Writing the starter of an exercise where the learner works."""

from __future__ import annotations

from pathlib import Path

from kb.bank.model.question import Code
from kb.content.shown import Style, style
from kb.quiz.rules.status import Refused


def place(exercise: Code, folder: Path) -> Path:
    """Where the learner's file of an exercise is: ``nms.py`` for ``detection/nms``."""
    return folder / f"{exercise.folder.name}.py"


def write(exercise: Code, target: Path, force: bool = False) -> None:
    """Write the starter.

    Raises:
        Refused: the file is there already, or cannot be written.
    """
    try:
        text = exercise.starter.read_bytes()
        force = force or (
            target.is_file() and not target.read_bytes().strip()
        )  # there is nothing in it to lose
        with target.open("wb" if force else "xb") as file:
            file.write(text)
    except FileExistsError:
        raise Refused(f"{target.name} is here already and was left as it is; --force overwrites it") from None
    except OSError as error:
        raise Refused(f"{target.name} cannot be written here: {error.strerror or error}") from None


def style_here(exercise: Code, folder: Path) -> Style | None:
    """The style of the learner's own file, where it is in ``folder`` and can be read."""
    try:
        return style(place(exercise, folder).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return None
