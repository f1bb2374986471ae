"""Real processes: killed at any moment, writing at once, without room, without permission."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kb.progress import Answered, Store
from kb.progress.file import place

Make = Callable[..., Answered]
Start = Callable[..., "subprocess.Popen[str]"]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="fork, SIGKILL, permissions and mounts are Unix")
KILLS = 100
COMMON = """
import json, os, sqlite3, sys, tempfile, shutil
from datetime import UTC, datetime
from pathlib import Path
from kb.progress import Answered, ProgressError, Rating, Store

def answered(name):
    return Answered(question=name, rev=1, at=datetime.now(UTC), right=True, score=1.0, rating=Rating.GOOD)
"""
# Forks a recorder for every line "path prefix" and reports how it ended. Recorders leave the store and come
# back all the time, so that kills also meet the making of the file, its opening, and the checkpoint at
# closing.
RECORDERS = (
    COMMON
    + """
def record(path, prefix):
    count = 0
    while True:
        with Store.open(Path(path)) as store:
            for _ in range(1 + count % 7):
                store.record(answered(f"{prefix}/{count}"))
                os.write(1, f"{prefix}/{count}\\n".encode())
                count += 1

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        record(*line.split())
    os.write(1, f"pid {child}\\n".encode())
    os.write(1, f"ended {os.waitpid(child, 0)[1]}\\n".encode())
"""
)


def lines_until(process: subprocess.Popen[str], word: str) -> list[str]:
    """What the process prints up to the line that begins with ``word``, that line included."""
    assert process.stdout is not None
    lines: list[str] = []
    while not (lines and lines[-1].startswith(word)):
        line = process.stdout.readline()
        assert line, f"ended too early: {process.communicate()[1]}"
        lines.append(line.strip())
    return lines


def tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def test_no_kill_takes_an_acknowledged_answer(tmp_path: Path, start: Start) -> None:
    aside = tmp_path / "aside"
    aside.mkdir()
    mother = start(RECORDERS, TMPDIR=str(aside))  # a kill may leave a copy behind there
    rng = random.Random(20260302)
    acknowledged: dict[Path, list[str]] = {}
    for number in range(KILLS):
        new = number % 4 == 0  # then the kill may come while the file is being made
        path = tmp_path / (f"new-{number}" if new else "old") / "progress.db"
        seen = acknowledged.setdefault(path, [])
        seen += _killed(mother, path, number, 0 if new else rng.randrange(1, 15), rng.uniform(0, 0.01))
        found = [each.question for each in Store.open(path).answers()]
        assert set(seen) <= set(found)
        assert len(found) == len(set(found))
        assert _count(found, number) <= _count(seen, number) + 1
    for path, seen in acknowledged.items():
        if path.exists():
            with closing(sqlite3.connect(path)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert {each.question for each in Store.open(path).answers()} >= set(seen)


def _killed(mother: subprocess.Popen[str], path: Path, number: int, least: int, more: float) -> list[str]:
    """The ids that a recorder acknowledged until it was killed: some time after the first ``least`` ones."""
    tell(mother, f"{path} {number}")
    lines = lines_until(mother, "pid")
    child = int(lines[-1].split()[1])
    while _count(lines, number) < least:
        lines += lines_until(mother, "")
    with pytest.raises(subprocess.TimeoutExpired):  # the moment of the kill, not a wait for anything
        mother.wait(timeout=more)
    os.kill(child, signal.SIGKILL)
    lines += lines_until(mother, "ended")
    assert lines[-1] == f"ended {signal.SIGKILL:d}"
    return [line for line in lines if line.startswith(f"{number}/")]


def _count(names: list[str], number: int) -> int:
    return sum(name.startswith(f"{number}/") for name in names)


WRITER = (
    COMMON
    + """
path, prefix, count, stay = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4] == "stay"
print("ready", flush=True)
sys.stdin.readline()
store = Store.open(path)
for number in range(count):
    store.record(answered(f"{prefix}/{number}"))
    if not stay:
        store.close()
store.close()
print("done", flush=True)
"""
)


@pytest.mark.parametrize(
    "habits", [("stay",) * 4, ("leave",) * 4, ("stay", "leave", "stay", "leave")], ids=str
)
def test_four_writers_at_once_lose_nothing(path: Path, start: Start, habits: tuple[str, ...]) -> None:
    count = 40
    writers = [start(WRITER, path, number, count, habit) for number, habit in enumerate(habits)]
    for writer in writers:
        lines_until(writer, "ready")
    for writer in writers:
        tell(writer, "go")  # there is no file yet: they also make it at once
    for writer in writers:
        lines_until(writer, "done")
        assert writer.communicate()[1] == ""
    found = [each.question for each in Store.open(path).answers()]
    for number in range(len(habits)):
        assert [name for name in found if name.startswith(f"{number}/")] == [
            f"{number}/{n}" for n in range(count)
        ]
    assert len(found) == count * len(habits)
    assert [entry.name for entry in path.parent.iterdir()] == ["progress.db"]


READER = (
    COMMON
    + """
if hasattr(os, "getuid") and os.getuid() == 0:  # nothing is forbidden to root
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
path = Path(sys.argv[1])

def line(action):
    try:
        return action()
    except ProgressError as error:
        return str(error)

print(json.dumps({
    "answers": line(lambda: [each.question for each in Store.open(path).answers()]),
    "record": line(lambda: Store.open(path).record(answered("never"))),
    "check": line(lambda: Store.open(path).check_writable()),
}))
"""
)


def as_somebody_else(start: Start, path: Path) -> dict[str, object]:
    """What a user without rights to change ``path`` gets from each action."""
    out, err = start(READER, path).communicate()
    assert err == ""
    found: dict[str, object] = json.loads(out)
    assert found["record"] == found["check"]
    return found


def test_a_home_that_cannot_be_made_is_an_empty_history(public: Path, start: Start) -> None:
    public.chmod(0o555)
    path = public / "home" / "progress.db"
    found = as_somebody_else(start, path)
    assert found["answers"] == []
    assert found["record"] == (
        f"{path}: cannot be written, the folder {public} is read-only; "
        "make it writable, or set KB_HOME to another folder"
    )
    assert list(public.iterdir()) == []


@pytest.mark.parametrize("log", [False, True], ids=["closed", "left with a log"])
def test_a_read_only_history_can_be_read(
    public: Path, killed: Path, start: Start, log: bool, bytes_of: Callable[[Path], dict[str, bytes]]
) -> None:
    if not log:
        with Store.open(killed) as store:  # the next session takes the log into the file
            store.reset(["none"])
            store._connected()
    path = public / "progress.db"
    for file in killed.parent.iterdir():
        shutil.copyfile(file, public / file.name)
    public.chmod(0o555)
    before = bytes_of(public)
    assert ("progress.db-wal" in before) is log
    found = as_somebody_else(start, path)
    assert found["answers"] == ["detection/nms/one", "detection/nms/two"]
    assert "cannot be written, the f" in str(found["record"])
    assert "is read-only" in str(found["record"])
    assert bytes_of(public) == before


def test_a_read_only_file_in_a_writable_folder(
    public: Path, answered: Make, start: Start, bytes_of: Callable[[Path], dict[str, bytes]]
) -> None:
    path = public / "home" / "progress.db"
    with Store.open(path) as store:
        store.record(answered("a/b/one"))
    path.chmod(0o444)
    path.parent.chmod(0o777)
    before = bytes_of(path.parent)
    found = as_somebody_else(start, path)
    assert found["answers"] == ["a/b/one"]
    assert f"{path}: cannot be written, the file is read-only" in str(found["record"])
    assert bytes_of(path.parent) == before


@pytest.mark.parametrize("forbidden", ["progress.db", "."], ids=["file", "folder"])
def test_a_history_that_may_not_be_read(public: Path, answered: Make, start: Start, forbidden: str) -> None:
    path = public / "home" / "progress.db"
    with Store.open(path) as store:
        store.record(answered("a/b/one"))
    (path.parent / forbidden).chmod(0)
    found = as_somebody_else(start, path)
    assert found["answers"] == found["record"]
    assert f"{path}: permission denied for {path}" in str(found["answers"])
    (path.parent / forbidden).chmod(0o755)
    assert len(Store.open(path).answers()) == 1


FULL = (
    COMMON
    + """
mount = Path(sys.argv[1])
path = mount / "home" / "progress.db"
found = {}

def message(action):
    try:
        action()
    except ProgressError as error:
        return str(error)

(mount / "ballast").write_bytes(b"")
with open(mount / "ballast", "ab", buffering=0) as ballast:
    try:
        while True:
            ballast.write(bytes(4096))
    except OSError:
        pass
found["nothing fits"] = message(lambda: Store.open(path).record(answered("never")))
found["left behind"] = [str(entry.name) for entry in path.parent.glob("*")]
(mount / "ballast").unlink()

recorded = []
with Store.open(path) as store:
    def fill():
        for number in range(10_000):
            store.record(answered(f"a/b/{number}"))
            recorded.append(f"a/b/{number}")
    found["no more fits"] = message(fill)
    found["and again"] = message(lambda: store.record(answered("never")))
    found["kept in the session"] = [each.question for each in store.answers()] == recorded
found["kept"] = [each.question for each in Store.open(path).answers()] == recorded
found["recorded"] = len(recorded)
os.system(f"mount -o remount,size=4m {mount}")
with Store.open(path) as store:
    store.record(answered("later"))
found["opens later"] = [each.question for each in Store.open(path).answers()] == [*recorded, "later"]
with sqlite3.connect(path) as connection:
    found["integrity"] = connection.execute("PRAGMA integrity_check").fetchone()[0]
connection.close()
print(json.dumps(found))
"""
)
MOUNT = 'mount -t tmpfs -o size=256k kb-test "$0" && exec "$@"'


def test_a_full_disk_loses_nothing(public: Path, start: Start) -> None:
    under = ("unshare", "-rm", "sh", "-c", MOUNT, str(public))
    if shutil.which("unshare") is None or subprocess.run([*under, "true"], capture_output=True).returncode:
        pytest.skip("a small file system of one's own cannot be mounted here (unshare -rm, mount -t tmpfs)")
    out, err = start(FULL, public, under=under).communicate()
    assert err == ""
    found = json.loads(out)
    path = public / "home" / "progress.db"
    line = (
        f"{path}: nothing more can be written, the disk is full; "
        "free some space and go on, or set KB_HOME to another folder"
    )
    assert found.pop("recorded") > 10
    assert found == {
        "nothing fits": line,
        "left behind": [],
        "no more fits": line,
        "and again": line,
        "kept in the session": True,
        "kept": True,
        "opens later": True,
        "integrity": "ok",
    }


LIGHT = """
import sys
from kb.progress import Store, schedule
from kb.progress.rules.stats import by_topic
def loaded():
    return sorted({"sqlite3", "fsrs", "platformdirs", "numpy", "torch", "pytest"} & set(sys.modules))
from datetime import UTC, datetime
steps = [loaded()]
answers = Store.open().answers()
schedule(answers, [], datetime.now(UTC))
steps.append(loaded())
print(steps)
"""


def test_importing_costs_nothing_and_no_history_next_to_nothing(
    tmp_path: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    out, err = start(LIGHT).communicate()
    assert (out.strip(), err) == ("[[], ['platformdirs']]", "")
    assert list(tmp_path.iterdir()) == []


def test_the_name_of_the_file_is_stable() -> None:
    assert place.NAME == "progress.db"  # a file under another name would be an empty history after an update
    assert place.APPLICATION_ID == 0x6B627072
