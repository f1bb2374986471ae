"""The saves of one file, one after another, each once the file is complete."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kb.grader.answer.file import Answer, AnswerError
from kb.grader.watch.settling import QUIET, Settling, Stamp
from kb.grader.watch.world import World

Why = Literal["save", "start", "cases"]


@dataclass(frozen=True)
class Saved:
    """New text. ``at`` is when the file was last written, by ``time.monotonic``; ``why`` is the reason to grade it."""

    answer: Answer
    at: float
    why: Why = "save"


@dataclass(frozen=True)
class Unusable:
    """The file cannot be an answer at present; ``message`` says why in one line."""

    message: str


@dataclass(frozen=True)
class Missing:
    """The file does not exist at present."""


@dataclass(frozen=True)
class ExerciseChanged:
    """Files of the exercise itself have changed."""


Event = Saved | Unusable | Missing | ExerciseChanged


class Saves:
    """``next`` waits for the next event; None after ``stop``."""

    def __init__(self, world: World):
        self.world = world
        self._settling = Settling()
        self._stopped = False
        self._seen: Stamp | str | None = "nothing yet"
        self._last: Event | None = None
        self._why: Why = "start"
        self._cases: tuple[Path, ...] = ()
        self._cases_seen: tuple[Stamp | None, ...] = ()
        self._cases_moving: tuple[Stamp | None, ...] = ()

    def stop(self) -> None:
        self._stopped = True
        self.world.wake()

    def next(self) -> Event | None:
        while not self._stopped:
            if (event := self._look()) is not None:
                return event
        return None

    def follow(self, cases: Iterable[Path]) -> None:
        """Report changes of these files, too."""
        files = tuple(cases)
        if files != self._cases:
            self._cases = files
            self._cases_seen = self._cases_moving = self._stamps()
            self.world.follow(files)

    def repeat(self, why: Why = "save") -> None:
        """Report the file once more, even if it is the same."""
        self._seen, self._last, self._why = "nothing yet", None, why

    @property
    def outdated(self) -> bool:
        """Whether the file has changed since the last event; cheap if nothing happened."""
        if self._stopped or not self.world.has_news:
            return self._stopped
        found = self.world.stamp(self.world.path)
        return found is None or not isinstance(self._seen, Stamp) or found.content != self._seen.content

    def _look(self) -> Event | None:
        if self._cases_changed():
            return ExerciseChanged()
        found = self.world.stamp(self.world.path)
        if found == self._seen:
            self._settling.restart()
            self.world.wait()
            return None
        if (left := self._settling.look(found, *self.world.now())) > 0:
            self.world.wait(left)
            return None
        event = self._read(found)
        if event is None or _same(event, self._last):
            return None
        self._last, self._why = event, "save"
        return event

    def _read(self, found: Stamp | None) -> Event | None:
        """The event for the file as it is now; None if it changed while it was read."""
        event: Event
        try:
            event = Missing() if found is None else self._saved()
        except AnswerError as error:
            event = Unusable(str(error))
        if self.world.stamp(self.world.path) != found:
            self._settling.restart()
            return None
        self._seen = found
        return event

    def _saved(self) -> Saved:
        return Saved(self.world.read(), self._settling.since, self._why)

    def _cases_changed(self) -> bool:
        """Whether the exercise's files differ from those used for grading, and have had a moment to settle."""
        while (found := self._stamps()) != self._cases_seen:
            if found == self._cases_moving:
                self._cases_seen = found
                return True
            self._cases_moving = found
            self.world.wait(QUIET)
        return False

    def _stamps(self) -> tuple[Stamp | None, ...]:
        return tuple(self.world.stamp(path) for path in self._cases)


def _same(event: Event, last: Event | None) -> bool:
    """Whether two events are the same; for saves, whether the text is."""
    if isinstance(event, Saved) and isinstance(last, Saved):
        return event.answer.source == last.answer.source
    return event == last


__all__ = ["Event", "ExerciseChanged", "Missing", "Saved", "Saves", "Unusable"]
