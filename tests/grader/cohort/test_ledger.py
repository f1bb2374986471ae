"""The ledger is valid after anything, and nothing written is lost."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kb.grader.cohort.campaign import Campaign, OtherFolder, Plan
from kb.grader.cohort.ledger import BEFORE, NAME, Ledger
from kb.grader.cohort.lock import Locked, lock
from kb.grader.cohort.row import row
from kb.grader.cohort.verdict_json import Record, failed
from kb.grader.process.layers import NAMES

from .conftest import RIGHT, Fill, batch, roster_of


def record(file: str, outcome: str = "passed", message: str = "") -> Record:
    template = batch(RIGHT)
    found = failed(template.answers[0], template, message)
    tests = [{"id": "test_values", "outcome": outcome, "message": message, "milliseconds": 1.0}]
    return found | {"file": file, "outcome": outcome, "tests": tests, "expected_tests": 1}


def stored(folder: Path) -> list[str]:
    return [json.loads(line)["file"] for line in (folder / NAME).read_text().splitlines()]


def test_records_are_on_the_disk_at_once(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.append([record("b.py"), record("a.py")])
    assert stored(tmp_path) == ["b.py", "a.py"]
    assert set(Ledger(tmp_path).rows) == {"a.py", "b.py"}


@pytest.mark.parametrize("torn", [b'{"file": "c', b"{", b'{"file": "c.py"}'])
def test_half_a_line_is_cut_off(tmp_path: Path, torn: bytes) -> None:
    Ledger(tmp_path).append([record("a.py")])
    with (tmp_path / NAME).open("ab") as file:
        file.write(torn)
    ledger = Ledger(tmp_path)
    assert list(ledger.rows) == ["a.py"]
    assert ledger.unreadable == 0
    ledger.append([record("b.py")])
    assert stored(tmp_path) == ["a.py", "b.py"]


@pytest.mark.parametrize(
    "line",
    [
        b"\x00\x00\x00",
        b"[]",
        b"17",
        b"{}",
        b'{"file": 1}',
        b"\xff\xfe",
        b'{"file": "x", "tests": [1]}',
        b"[" * 100_000,
    ],
)
def test_lines_that_are_no_verdicts_are_passed_over_and_cleaned_away(tmp_path: Path, line: bytes) -> None:
    Ledger(tmp_path).append([record("a.py")])
    with (tmp_path / NAME).open("ab") as file:
        file.write(line + b"\n")
    ledger = Ledger(tmp_path)
    ledger.append([record("b.py")])
    assert set(ledger.rows) == {"a.py", "b.py"} and ledger.unreadable == 1
    ledger.compact(["a.py", "b.py"])
    assert stored(tmp_path) == ["a.py", "b.py"]


def test_at_the_end_each_file_has_one_line_in_order(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.append([record("b.py", "wrong value"), record("gone.py"), record("a.py")])
    ledger.append([record("b.py")])
    ledger.compact(["a.py", "b.py", "never.py"])
    assert stored(tmp_path) == ["a.py", "b.py"]
    assert Ledger(tmp_path).rows["b.py"].outcome == "passed"
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_fresh_puts_the_former_verdicts_aside(tmp_path: Path) -> None:
    Ledger(tmp_path).append([record("a.py")])
    assert not Ledger(tmp_path, fresh=True).rows
    assert "a.py" in (tmp_path / BEFORE).read_text()


class Full:
    """``os.write`` on a disk with room for so many bytes more."""

    def __init__(self, room: int):
        self.room, self.write = room, os.write

    def __call__(self, fd: int, data: bytes) -> int:
        if self.room <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        part = bytes(data[: min(len(data), self.room)])
        self.room -= len(part)
        return self.write(fd, part)


def test_a_full_disk_leaves_whole_lines_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger(tmp_path)
    one = len(json.dumps(record("a.py"))) + 1
    monkeypatch.setattr(os, "write", full := Full(2 * one + one // 2))
    ledger.append([record("a.py"), record("b.py"), record("c.py")])
    assert ledger.unsaved == 3 or stored(tmp_path) == ["a.py", "b.py"]
    assert (tmp_path / NAME).read_bytes().endswith(b"\n") or not (tmp_path / NAME).read_bytes()
    assert set(ledger.rows) == {"a.py", "b.py", "c.py"}
    assert ledger.trouble is not None and ledger.trouble.errno == errno.ENOSPC
    assert [json.loads(line)["file"] for line in ledger.lines(["c.py", "a.py"])] == ["c.py", "a.py"]
    full.room = 1 << 20
    assert ledger.save()
    assert ledger.unsaved == 0 and ledger.trouble is None
    assert stored(tmp_path) == ["a.py", "b.py", "c.py"]


def test_what_could_not_be_synchronized_is_not_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk may say only then that it is full."""
    ledger = Ledger(tmp_path)
    ledger.append([record("a.py")])

    def fails(fd: int) -> None:
        raise OSError(errno.EIO, "the disk is gone")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fails)
        ledger.append([record("b.py")])
    assert ledger.unsaved == 1
    assert stored(tmp_path) == ["a.py"]
    ledger.append([record("c.py")])
    assert stored(tmp_path) == ["a.py", "b.py", "c.py"]


REAL_DISK = """
import json, sys
from pathlib import Path
from kb.grader.cohort.ledger import NAME, Ledger
folder, small = Path(sys.argv[1]), json.loads(sys.stdin.read())
fill = folder / "fill"
ledger = Ledger(folder)
for number in range(100):
    ledger.append([small | {"file": f"{number:03}.py"}])
    if number == 40:
        with fill.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                pass
lines = (folder / NAME).read_bytes()
assert lines.endswith(b"\\n")
saved = [json.loads(line)["file"] for line in lines.splitlines()]
assert len(saved) + ledger.unsaved == 100 and ledger.unsaved > 40, (len(saved), ledger.unsaved)
assert saved == [f"{number:03}.py" for number in range(len(saved))]
print(ledger.trouble.strerror)
fill.unlink()
assert ledger.save()
assert [json.loads(line)["file"] for line in (folder / NAME).read_bytes().splitlines()] == [
    f"{number:03}.py" for number in range(100)]
"""


def test_on_a_real_disk_that_fills_up(tmp_path: Path) -> None:
    """A file system in memory, in a mount namespace that is gone with the process."""
    script = f'mount -t tmpfs -o size=1m tmpfs "{tmp_path}" && exec "$0" -c "$1" "{tmp_path}"'
    command = ["unshare", "-Urm", "sh", "-c", script, sys.executable, REAL_DISK]
    if subprocess.run(["unshare", "-Urm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no user and mount namespaces here")
    text = json.dumps(record("x.py", "wrong value", "m" * 1500))
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "No space left on device\n"


def test_two_at_once_are_refused(tmp_path: Path) -> None:
    with lock(tmp_path), pytest.raises(Locked, match=f"process {os.getpid()}"):
        lock(tmp_path)
    with lock(tmp_path):
        pass


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from kb.grader.cohort.lock import lock
held = lock(Path({str(tmp_path)!r}))
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    with lock(tmp_path):
        pass


def campaign(folder: Path, out: Path, **more: object) -> Campaign:
    out.mkdir(exist_ok=True)
    return Campaign(Plan(folder, out, **more), roster_of(folder))  # type: ignore[arg-type]


def graded(found: Campaign) -> None:
    """Write a verdict for all that is to be graded, as if it had been."""
    for entry in found.todo:
        told = record(entry.found.file)
        rests_on = {"sha256": entry.digest, "rev": found._roster.revs[entry.exercise]}
        found.ledger.append([told | rests_on | {"seed": found.seed, "question": entry.exercise}])


def test_only_what_has_no_valid_verdict_is_graded(fill: Fill, tmp_path: Path) -> None:
    folder = fill({"a/scale.py": RIGHT, "b/scale.py": RIGHT})
    first = campaign(folder, tmp_path / "out")
    assert len(first.todo) == 2
    graded(first)
    again = campaign(fill({"c/scale.py": RIGHT}), tmp_path / "out")
    assert [entry.found.file for entry in again.todo] == ["c/scale.py"]
    assert again.done == ["a/scale.py", "b/scale.py"]
    assert again.seed == first.seed
    changed = campaign(fill({"a/scale.py": RIGHT + "\n"}), tmp_path / "out")
    assert [entry.found.file for entry in changed.todo] == ["a/scale.py", "c/scale.py"]


@pytest.mark.parametrize("field", ["rev", "grader", "seed", "sha256", "question"])
def test_a_verdict_that_rests_on_something_else_does_not_count(
    fill: Fill, tmp_path: Path, field: str
) -> None:
    folder = fill({"a/scale.py": RIGHT})
    first = campaign(folder, tmp_path / "out", seed=5)
    graded(first)
    assert not campaign(folder, tmp_path / "out", seed=5).todo
    line = json.loads((tmp_path / "out" / NAME).read_text())
    line[field] = 6 if field == "seed" else "other"
    (tmp_path / "out" / NAME).write_text(json.dumps(line) + "\n")
    assert campaign(folder, tmp_path / "out", seed=5).todo


def test_verdicts_from_a_weaker_sandbox_do_not_count_where_one_is_required(
    fill: Fill, tmp_path: Path
) -> None:
    folder = fill({"a/scale.py": RIGHT, "b/scale.py": "# question: toy/scale\n(", "c/scale.py": RIGHT})
    first = campaign(folder, tmp_path / "out")
    graded(first)
    lines = [json.loads(line) for line in (tmp_path / "out" / NAME).read_text().splitlines()]
    for line, layers in zip(lines, (NAMES[:3], (), NAMES), strict=True):
        line["sandbox"] = list(layers)
    (tmp_path / "out" / NAME).write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert not campaign(folder, tmp_path / "out").todo
    required = campaign(folder, tmp_path / "out", sandbox=True)
    assert [entry.found.file for entry in required.todo] == ["a/scale.py"]


@pytest.mark.parametrize("outcome", ["wrong use", "grader error"])
def test_what_was_no_verdict_is_tried_again(fill: Fill, tmp_path: Path, outcome: str) -> None:
    folder = fill({"a/scale.py": RIGHT})
    first = campaign(folder, tmp_path / "out")
    graded(first)
    text = (tmp_path / "out" / NAME).read_text()
    (tmp_path / "out" / NAME).write_text(text.replace('"passed"', f'"{outcome}"', 1))
    assert campaign(folder, tmp_path / "out").todo


def test_another_seed_grades_all_again(fill: Fill, tmp_path: Path) -> None:
    folder = fill({"a/scale.py": RIGHT})
    graded(campaign(folder, tmp_path / "out", seed=1))
    assert not campaign(folder, tmp_path / "out").todo
    assert campaign(folder, tmp_path / "out", seed=2).todo


def test_the_grades_of_another_folder_are_not_touched(fill: Fill, tmp_path: Path) -> None:
    folder = fill({"a/scale.py": RIGHT})
    graded(campaign(folder, tmp_path / "out"))
    (tmp_path / "week2").mkdir()
    with pytest.raises(OtherFolder, match="answers"):
        campaign(tmp_path / "week2", tmp_path / "out")
    assert stored(tmp_path / "out") == ["a/scale.py"]
    folder.rename(tmp_path / "moved")  # the same folder elsewhere
    assert campaign(tmp_path / "moved", tmp_path / "out").done == ["a/scale.py"]


def test_a_row_is_what_a_record_says() -> None:
    told = record("a.py", "wrong value", "too large")
    told["tests"].insert(0, {"id": "loads", "outcome": "passed", "message": "", "milliseconds": 2.0})
    told["expected_tests"] = 4
    found = row(told)
    assert (found.passed, found.tests, found.score) == (1, 4, 0.25)
    assert (found.first_failing, found.message, found.milliseconds) == ("test_values", "too large", 3.0)
