"""The saves of one file, one after the other, each when the file is at rest."""

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
    """New text. ``at`` is when the file was last written, by ``time.monotonic``; ``why`` it is told now."""

    answer: Answer
    at: float
    why: Why = "save"


@dataclass(frozen=True)
class Unusable:
    """The file cannot be an answer as it is now; ``message`` says why in one line."""

    message: str


@dataclass(frozen=True)
class Away:
    """There is no such file now."""


@dataclass(frozen=True)
class OtherCases:
    """Files of the exercise itself were changed."""


Event = Saved | Unusable | Away | OtherCases


class Saves:
    """``next`` waits for the next event; None after ``stop``."""

    def __init__(self, world: World):
        self.world = world
        self._settling = Settling()
        self._stopped = False
        self._seen: Stamp | str | None = "nothing yet"
        self._told: Event | None = None
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
        """Tell of changes of these files too, from now on."""
        files = tuple(cases)
        if files != self._cases:
            self._cases = files
            self._cases_seen = self._cases_moving = self._stamps()
            self.world.follow(files)

    def again(self, why: Why = "save") -> None:
        """Tell of the file once more, although it is the same."""
        self._seen, self._told, self._why = "nothing yet", None, why

    @property
    def outdated(self) -> bool:
        """Whether the file was touched after what was told last; cheap where nothing happened."""
        if self._stopped or not self.world.stirred:
            return self._stopped
        found = self.world.stamp(self.world.path)
        return found is None or not isinstance(self._seen, Stamp) or found.content != self._seen.content

    def _look(self) -> Event | None:
        if self._cases_changed():
            return OtherCases()
        found = self.world.stamp(self.world.path)
        if found == self._seen:
            self._settling.again()
            self.world.wait()
            return None
        if (left := self._settling.look(found, *self.world.now())) > 0:
            self.world.wait(left)
            return None
        event = self._read(found)
        if event is None or _same(event, self._told):
            return None
        self._told, self._why = event, "save"
        return event

    def _read(self, found: Stamp | None) -> Event | None:
        """What the file is now; None when it changed while it was read."""
        event: Event
        try:
            event = Away() if found is None else self._saved()
        except AnswerError as error:
            event = Unusable(str(error))
        if self.world.stamp(self.world.path) != found:
            self._settling.again()
            return None
        self._seen = found
        return event

    def _saved(self) -> Saved:
        return Saved(self.world.read(), self._settling.since, self._why)

    def _cases_changed(self) -> bool:
        """Whether the other files differ from those that were graded with, and were given a moment to settle."""
        while (found := self._stamps()) != self._cases_seen:
            if found == self._cases_moving:
                self._cases_seen = found
                return True
            self._cases_moving = found
            self.world.wait(QUIET)
        return False

    def _stamps(self) -> tuple[Stamp | None, ...]:
        return tuple(self.world.stamp(path) for path in self._cases)


def _same(event: Event, told: Event | None) -> bool:
    """Whether the same was told already; of a save the text decides."""
    if isinstance(event, Saved) and isinstance(told, Saved):
        return event.answer.source == told.answer.source
    return event == told


__all__ = ["Away", "Event", "OtherCases", "Saved", "Saves", "Unusable"]
