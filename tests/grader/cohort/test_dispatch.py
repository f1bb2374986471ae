"""Whatever becomes of the processes, every answer gets exactly one record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest

from kb.grader.cohort.batches import Batch, BatchQueue, size
from kb.grader.cohort.dispatch import ClusterLost, Dispatcher
from kb.grader.cohort.roster import Roster
from kb.grader.cohort.verdict_json import Record, failed
from kb.grader.cohort.work import CannotGrade

from .conftest import RIGHT, Fill, roster_of


class Death(Exception):
    """A process ended."""


class Scripted:
    """A place that does at once what ``play`` says, and takes ``room`` batches at a time."""

    def __init__(self, play: Callable[[Batch], list[Record]], room: int = 2):
        self.play, self.size = play, room
        self.waiting: list[Future[list[Record]]] = []
        self.seen: list[list[str]] = []
        self.most = 0

    @property
    def room(self) -> int:
        return self.size - sum(not future.done() for future in self.waiting)

    def prefers(self, exercise: str) -> int:
        return 0

    def submit(self, batch: Batch) -> Future[list[Record]]:
        self.seen.append([answer.file for answer in batch.answers])
        future: Future[list[Record]] = Future()
        self.waiting = [other for other in self.waiting if not other.done()] + [future]
        self.most = max(self.most, len(self.waiting))
        try:
            future.set_result(self.play(batch))
        except Exception as error:
            future.set_exception(error)
        return future

    def died(self, error: BaseException) -> bool:
        return isinstance(error, Death)

    def check(self) -> None:
        """Always there."""


def record(batch: Batch) -> list[Record]:
    return [failed(answer, batch, "fine") for answer in batch.answers]


@pytest.fixture
def roster(fill: Fill) -> Roster:
    return roster_of(fill({f"s{number:02d}/scale.py": RIGHT for number in range(10)}))


def driven(
    roster: Roster, place: Scripted, each: int = 4, stop: Callable[[], bool] = lambda: False
) -> Iterator[Record]:
    like = Batch("", "", (), 1, "")
    drive = Dispatcher(BatchQueue(roster.entries, roster, each, like, lambda problem: None), place, stop)
    return (one for records in drive.records() for one in records)


def messages(records: Iterator[Record]) -> dict[str, str]:
    every = list(records)
    assert max(Counter(one["file"] for one in every).values()) == 1
    return {one["file"]: one["message"] for one in every}


def test_all_are_graded_once(roster: Roster) -> None:
    place = Scripted(record)
    assert set(messages(driven(roster, place)).values()) == {"fine"}
    assert [len(files) for files in place.seen] == [4, 4, 2]


def test_the_answer_that_ends_processes_is_found_and_given_up(roster: Roster) -> None:
    def play(batch: Batch) -> list[Record]:
        if any(answer.file.startswith("s05") for answer in batch.answers):
            raise Death
        return record(batch)

    found = messages(driven(roster, place := Scripted(play)))
    assert len(found) == 10
    assert found.pop("s05/scale.py").startswith("the process that graded it ended 2 times")
    assert set(found.values()) == {"fine"}
    assert sum("s05/scale.py" in files for files in place.seen) == 4  # twice with others, twice alone


def test_a_process_that_ends_once_is_nobodys_fault(roster: Roster) -> None:
    deaths = iter([True])

    def play(batch: Batch) -> list[Record]:
        if next(deaths, False):
            raise Death
        return record(batch)

    assert set(messages(driven(roster, Scripted(play))).values()) == {"fine"}


def test_an_error_of_the_grader_is_said_and_the_rest_graded(roster: Roster) -> None:
    def play(batch: Batch) -> list[Record]:
        if batch.answers[0].file.startswith("s00"):
            raise MemoryError("all of it")
        return record(batch)

    found = messages(driven(roster, Scripted(play)))
    assert len(found) == 10
    assert sum("MemoryError: all of it" in message for message in found.values()) == 4


def test_what_is_not_about_these_answers_is_not_taken(roster: Roster) -> None:
    found = messages(driven(roster, Scripted(lambda batch: record(batch)[:-1])))
    assert len(found) == 10
    assert all("not about this answer" in message for message in found.values())


@pytest.mark.parametrize("error", [CannotGrade("other files"), ClusterLost("no cluster")])
def test_what_was_done_is_told_before_what_forbids_to_go_on(roster: Roster, error: Exception) -> None:
    def play(batch: Batch) -> list[Record]:
        if len(batch.answers) == 2:
            raise error
        return record(batch)

    seen = []
    with pytest.raises(type(error), match=str(error)):
        for one in driven(roster, Scripted(play, room=3)):
            seen.append(one["file"])
    assert len(seen) == 8


def test_nothing_new_after_a_stop(roster: Roster) -> None:
    place = Scripted(record)
    found = [one["file"] for one in driven(roster, place, each=1, stop=lambda: len(place.seen) >= 3)]
    assert sorted(found) == ["s00/scale.py", "s01/scale.py", "s02/scale.py"]


def test_no_more_is_handed_out_than_there_is_room(roster: Roster) -> None:
    held: list[Future[list[Record]]] = []

    class Slow(Scripted):
        def submit(self, batch: Batch) -> Future[list[Record]]:
            future: Future[list[Record]] = Future()
            self.waiting = [other for other in self.waiting if not other.done()] + [future]
            self.most = max(self.most, len(self.waiting))
            held.append(future)
            if len(held) == self.size:
                for one in held:
                    one.set_result([])
                held.clear()
            return future

    place = Slow(record, room=2)
    list(driven(roster, place, each=1))
    assert place.most == 2


def test_files_that_vanish_in_between_are_told(fill: Fill) -> None:
    folder = fill({"a/scale.py": RIGHT, "b/scale.py": RIGHT})
    roster, lost = roster_of(folder), []
    (folder / "a" / "scale.py").unlink()
    stock = BatchQueue(roster.entries, roster, 4, Batch("", "", (), 1, ""), lost.append)
    taken = stock.take(lambda exercise: 0)
    assert taken is not None and [answer.file for answer in taken.answers] == ["b/scale.py"]
    assert [str(problem) for problem in lost] == ["a/scale.py: it cannot be read: No such file or directory"]
    assert stock.take(lambda exercise: 0) is None


def test_small_cohorts_are_shared_out() -> None:
    assert [size(count, 2) for count in (1, 8, 20, 50, 96, 5000)] == [1, 1, 2, 6, 12, 32]
