"""When a file that is being written is at rest, with a clock, a disk and a calendar made for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kb.grader.answer.file import Answer, AnswerError
from kb.grader.watch.saves import Event, ExerciseChanged, Missing, Saved, Saves, Unusable
from kb.grader.watch.settling import AWAY, QUIET, RECENT, Settling, Stamp, age

FILE, CASES = Path("nms.py"), Path("test_nms.py")
EPOCH = 1_700_000_000.0


def stamped(text: str | None, at: float) -> Stamp | None:
    return None if text is None else Stamp(len(text), int(at * 1e9), 1, EPOCH + at)


@dataclass
class Scripted:
    """A world in which the file has these texts from these moments on. It ends when nothing more is to come."""

    texts: list[tuple[float, str | None]]
    cases: list[float] = field(default_factory=lambda: [0.0])
    tells: bool = True  # whether changes are told at once
    clock: float = 0.0
    late: float = 0.0  # seconds that reading takes
    path: Path = FILE
    has_news: bool = False
    saves: Saves | None = None

    def follow(self, also: tuple[Path, ...]) -> None: ...

    def wake(self) -> None: ...

    def close(self) -> None: ...

    def now(self) -> tuple[float, float]:
        return self.clock, EPOCH + self.clock

    def wait(self, seconds: float | None = None) -> None:
        coming = sorted(at for at in [*(at for at, _ in self.texts), *self.cases] if at > self.clock)
        if seconds is None and not coming:
            assert self.saves is not None
            self.saves.stop()
            return
        until = self.clock + (0.5 if seconds is None else seconds)
        self.clock = min([until, *coming[:1]]) if self.tells else until

    def _last(self) -> tuple[float, str | None]:
        return [entry for entry in self.texts if entry[0] <= self.clock][-1]

    def stamp(self, path: Path) -> Stamp | None:
        if path == CASES:
            return stamped("cases", max(at for at in self.cases if at <= self.clock))
        at, text = self._last()
        return stamped(text, at)

    def read(self) -> Answer:
        text = self._last()[1]
        self.clock += self.late
        if not text:
            raise AnswerError("nms.py is empty")
        return Answer(FILE, text)


def told(world: Scripted, cases: bool = False) -> list[tuple[str, float]]:
    """Every event, as text, and when it was told."""
    world.saves = Saves(world)  # type: ignore[arg-type]
    if cases:
        world.saves.follow([CASES])
    out = []
    while (event := world.saves.next()) is not None:
        out.append((text_of(event), round(world.clock, 6)))
        if isinstance(event, ExerciseChanged):
            world.saves.repeat("cases")
    return out


def text_of(event: Event) -> str:
    match event:
        case Saved(answer):
            return answer.source
        case Unusable(message):
            return message
        case Missing():
            return "away"
    return "cases"


def test_a_save_counts_when_the_file_has_been_quiet() -> None:
    assert told(Scripted([(0.0, "a"), (3.0, "b")])) == [("a", QUIET), ("b", 3.0 + QUIET)]


def test_what_was_there_long_ago_is_graded_after_the_same_moment() -> None:
    assert told(Scripted([(-900.0, "a")])) == [("a", QUIET)]


def test_news_that_comes_late_is_not_waited_for_twice() -> None:
    """The file's own clock says that it was at rest when it was noticed, half a second later."""
    assert told(Scripted([(0.0, "a"), (3.2, "b")], tells=False)) == [("a", QUIET), ("b", 3.5 + QUIET)]


def test_pieces_in_quick_succession_are_one_save() -> None:
    pieces = [(3 + n * QUIET / 2, "abc"[: n + 1]) for n in range(3)]
    last = pieces[-1][0]
    assert told(Scripted([(0.0, "old"), *pieces])) == [("old", QUIET), ("abc", round(last + QUIET, 6))]


def test_pieces_far_apart_are_saves() -> None:
    assert [text for text, _ in told(Scripted([(0.0, "a"), (1.0, "ab"), (2.0, "abc")]))] == ["a", "ab", "abc"]


@pytest.mark.parametrize("between", [None, ""], ids=["away", "empty"])
def test_a_moment_without_text_between_two_is_not_told(between: str | None) -> None:
    world = Scripted([(0.0, "a"), (1.0, between), (1.0 + 0.9 * AWAY, "b")])
    assert [text for text, _ in told(world)] == ["a", "b"]


@pytest.mark.parametrize(("between", "word"), [(None, "away"), ("", "nms.py is empty")])
def test_longer_without_text_is_told_once(between: str | None, word: str) -> None:
    world = Scripted([(0.0, "a"), (1.0, between), (9.0, "a")])
    assert told(world) == [("a", QUIET), (word, 1.0 + AWAY), ("a", 9.0 + QUIET)]


def test_the_same_text_is_not_told_again() -> None:
    assert [text for text, _ in told(Scripted([(0.0, "a"), (1.0, "a"), (2.0, "b"), (3.0, "a")]))] == [
        "a",
        "b",
        "a",
    ]


def test_a_file_that_changes_while_it_is_read_is_read_again() -> None:
    world = Scripted([(0.0, "a"), (QUIET + 0.001, "b")], late=0.002)
    assert [text for text, _ in told(world)] == ["b"]


def test_a_file_that_is_waited_for_from_the_beginning() -> None:
    assert told(Scripted([(-1.0, None), (5.0, "a")])) == [("away", AWAY), ("a", 5.0 + QUIET)]


def test_other_cases_bring_the_same_text_again() -> None:
    world = Scripted([(0.0, "a")], cases=[-5.0, 4.0])
    assert [text for text, _ in told(world, cases=True)] == ["a", "cases", "a"]


def test_why_a_text_is_told() -> None:
    world = Scripted([(0.0, "a"), (1.0, "b")])
    saves = world.saves = Saves(world)  # type: ignore[arg-type]
    reasons = []
    for _ in range(2):
        event = saves.next()
        assert isinstance(event, Saved)
        reasons.append(event.why)
    saves.repeat("cases")
    event = saves.next()
    assert isinstance(event, Saved)
    assert [*reasons, event.why] == ["start", "save", "cases"]


def test_an_answer_is_outdated_when_its_file_has_other_text_and_only_then() -> None:
    world = Scripted([(0.0, "a"), (1.0, "b")])
    saves = world.saves = Saves(world)  # type: ignore[arg-type]
    saves.next()
    assert not saves.outdated, "nothing was told"
    world.has_news = True
    assert not saves.outdated, "some other file of the folder, or the permissions of this one"
    world.clock = 2.0
    assert saves.outdated


def test_a_stop_ends_the_waiting_and_the_grading() -> None:
    saves = Saves(Scripted([(0.0, "a")]))  # type: ignore[arg-type]
    saves.stop()
    assert saves.outdated
    assert saves.next() is None


@pytest.mark.parametrize(
    ("seconds", "believed"),
    [
        pytest.param(0.01, 0.01, id="just now"),
        pytest.param(RECENT + 1, 0.0, id="long ago: not what was noticed now"),
        pytest.param(-3.0, 0.0, id="in the future: another clock"),
    ],
)
def test_the_clock_of_the_file_is_believed_within_limits(seconds: float, believed: float) -> None:
    assert age(stamped("a", 5.0), EPOCH + 5.0 + seconds) == pytest.approx(believed, abs=1e-6)


def test_a_file_that_never_rests_is_never_read() -> None:
    settling = Settling()
    for step in range(100):
        now = step * QUIET / 2
        assert settling.look(stamped("a" * (step + 1), now), now, EPOCH + now) > 0
