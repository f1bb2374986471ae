"""An answer is graded with the text that was found in its place, or not at all."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.grader.answer.file import AnswerError
from kb.grader.cohort.batches import Batch, BatchQueue
from kb.grader.cohort.pinned import PinnedFile
from kb.grader.cohort.reading import CHANGED, digest, read

from .conftest import RIGHT, TOYBANK, WRONG, Fill, roster_of


def linked_file(folder: Path, outside: Path) -> None:
    (folder / "b" / "scale.py").unlink()
    (folder / "b" / "scale.py").symlink_to(outside / "b" / "scale.py")


def link_to_a_neighbor(folder: Path, outside: Path) -> None:
    (folder / "b" / "scale.py").unlink()
    (folder / "b" / "scale.py").symlink_to(folder / "a" / "scale.py")


def linked_folder(folder: Path, outside: Path) -> None:
    shutil.rmtree(folder / "b")
    (folder / "b").symlink_to(outside / "b")


def another_file(folder: Path, outside: Path) -> None:
    shutil.copy(outside / "b" / "scale.py", folder / "b" / "new.py")
    (folder / "b" / "new.py").replace(folder / "b" / "scale.py")


def another_text(folder: Path, outside: Path) -> None:
    (folder / "b" / "scale.py").write_text(RIGHT)


def hard_link(folder: Path, outside: Path) -> None:
    (folder / "b" / "scale.py").unlink()
    os.link(folder / "a" / "scale.py", folder / "b" / "scale.py")


def pipe(folder: Path, outside: Path) -> None:
    (folder / "b" / "scale.py").unlink()
    os.mkfifo(folder / "b" / "scale.py")


CHANGES = [linked_file, link_to_a_neighbor, linked_folder, another_file, another_text, hard_link, pipe]


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_since_it_was_read_is_not_graded(
    fill: Fill, tmp_path: Path, change: Callable[[Path, Path], None]
) -> None:
    folder = fill({"a/scale.py": RIGHT, "b/scale.py": WRONG})
    (tmp_path / "outside" / "b").mkdir(parents=True)
    (tmp_path / "outside" / "b" / "scale.py").write_text(RIGHT)
    roster, lost = roster_of(folder), []
    change(folder, tmp_path / "outside")
    taken = BatchQueue(roster.entries, roster, 4, Batch("", "", (), 1, ""), lost.append).take(
        lambda exercise: 0
    )
    assert taken is not None
    assert [answer.file for answer in taken.answers] == ["a/scale.py"]
    assert [(problem.file, problem.message) for problem in lost] == [("b/scale.py", CHANGED)]


@pytest.mark.parametrize("change", [linked_file, linked_folder, another_file, hard_link])
def test_what_changed_since_it_was_found_is_not_read(
    fill: Fill, tmp_path: Path, change: Callable[[Path, Path], None]
) -> None:
    folder = fill({"a/scale.py": RIGHT, "b/scale.py": WRONG})
    (tmp_path / "outside" / "b").mkdir(parents=True)
    (tmp_path / "outside" / "b" / "scale.py").write_text(RIGHT)
    place = PinnedFile.at(str(folder), "b/scale.py")
    assert read(place) == WRONG
    change(folder, tmp_path / "outside")
    with pytest.raises(AnswerError, match="changed while it was graded"):
        read(place)


def test_a_link_to_a_file_in_the_folder_is_read_by_its_own_way(fill: Fill) -> None:
    folder = fill({"a/x/scale.py": RIGHT, "b/other.txt": ""})
    (folder / "b" / "scale.py").symlink_to("../a/x/scale.py")
    linked = next(entry for entry in roster_of(folder).entries if entry.found.file == "b/scale.py")
    assert linked.digest == digest(RIGHT)
    assert linked.found.pinned.inside == "a/x/scale.py"


def test_nothing_stays_open(fill: Fill) -> None:
    folder = fill({"a/x/y/scale.py": RIGHT})
    place, other = (
        PinnedFile.at(str(folder), "a/x/y/scale.py"),
        PinnedFile(str(folder), "a/x/y/scale.py", 0, 0),
    )
    before = os.listdir("/proc/self/fd") if Path("/proc/self/fd").exists() else pytest.skip("no /proc")
    for _ in range(20):
        read(place)
        with pytest.raises(AnswerError):
            read(other)
        with pytest.raises(AnswerError):
            read(PinnedFile(str(folder), "a/none/scale.py", 0, 0))
    assert os.listdir("/proc/self/fd") == before


def test_a_run_records_it_and_the_next_one_grades_it(
    fill: Fill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Swapped while the first answer is being graded, as a person would who can write into the folder."""
    from kb.quiz.cli import main

    slow = RIGHT.replace("def", "import time\ntime.sleep(4)\ndef", 1)
    folder = fill({"a/scale.py": slow, "z/scale.py": WRONG})
    (tmp_path / "right.py").write_text(RIGHT)
    out = tmp_path / "out"
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))

    def swap() -> None:
        while not (out / "run.json").exists():
            time.sleep(0.02)
        (tmp_path / "link").symlink_to(tmp_path / "right.py")
        (tmp_path / "link").rename(folder / "z" / "scale.py")

    swapping = threading.Thread(target=swap)
    swapping.start()
    command = ["grade-all", str(folder), "--out", str(out), "--bank", str(TOYBANK), "--workers", "1"]
    assert main(command) == 1
    swapping.join()

    def outcomes() -> dict[str, tuple[str, str | None]]:
        records = map(json.loads, (out / "verdicts.jsonl").read_text().splitlines())
        return {record["file"]: (record["outcome"], record.get("message")) for record in records}

    assert outcomes()["a/scale.py"][0] == "passed"
    assert outcomes()["z/scale.py"] == ("wrong use", CHANGED)
    assert CHANGED.partition(";")[0] in (out / "summary.md").read_text()
    (folder / "z" / "scale.py").unlink()
    (folder / "z" / "scale.py").write_text(RIGHT)
    assert main(command) == 0
    assert outcomes()["z/scale.py"][0] == "passed"
