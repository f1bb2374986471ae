"""What cannot be used is refused with one line, and left byte for byte as it was."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.progress import Answered, ProgressError, Store
from kb.progress.file import create, log, place, schema

Make = Callable[..., Answered]
BytesOf = Callable[[Path], dict[str, bytes]]
ACTIONS: dict[str, Callable[[Store, Answered], object]] = {
    "answers": lambda store, answered: store.answers(),
    "record": lambda store, answered: store.record(answered),
    "reset": lambda store, answered: store.reset(),
    "check_writable": lambda store, answered: store.check_writable(),
}


@pytest.fixture
def filled(path: Path, answered: Make) -> Path:
    """A file of some pages."""
    create.create(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        for number in range(200):
            row = log.to_row(answered(f"detection/nms/{number}", detail=f'"{"x" * 100}"'))
            connection.execute(schema.INSERT, row)
        connection.execute(schema.INSERT_AID, ("hint", "detection/nms/7", 1, "2026-03-02T12:00:00+00:00"))
        connection.execute(schema.INSERT_MARK, ("reset", "x", '["detection/nms/7"]'))
        connection.execute("COMMIT")
    assert path.stat().st_size > 8 * 4096
    return path


def cut(size: int) -> Callable[[Path], None]:
    return lambda path: os.truncate(path, size)


def overwrite(at: int, data: bytes) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with open(path, "r+b") as file:
            file.seek(at)
            file.write(data)

    return damage


def execute(*statements: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)

    return damage


DAMAGES = [
    pytest.param(cut(0), "damaged .it is empty", id="empty"),
    pytest.param(cut(60), "damaged .cut off", id="cut in the header"),
    pytest.param(cut(4096), "damaged", id="cut after the first page"),
    pytest.param(cut(5 * 4096), "damaged", id="cut at a page"),
    pytest.param(cut(5 * 4096 + 7), "damaged", id="cut in a page"),
    pytest.param(overwrite(0, b"# my notes on NMS"), "damaged .not an SQLite file", id="text"),
    pytest.param(overwrite(16, b"\x00\x03"), "damaged", id="a page size that cannot be"),
    pytest.param(overwrite(100, bytes(200)), "damaged", id="no schema"),
    pytest.param(overwrite(3 * 4096, b"\xff" * 64), "damaged", id="a page that is no tree"),
    pytest.param(overwrite(3 * 4096, bytes(4096)), "damaged", id="a page of zeros"),
    pytest.param(execute("PRAGMA user_version = 0"), "damaged .format 0", id="no format"),
    pytest.param(execute("PRAGMA user_version = 2"), "newer version of kb .format 2", id="newer"),
    pytest.param(execute("PRAGMA application_id = 7"), "another program", id="of another program"),
    pytest.param(execute("DROP TABLE answers"), "damaged .no such table", id="without its table"),
]


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
@pytest.mark.parametrize(("damage", "line"), DAMAGES)
def test_a_file_that_cannot_be_used_is_left_as_it_is(
    filled: Path,
    damage: Callable[[Path], None],
    line: str,
    action: Callable[[Store, Answered], object],
    answered: Make,
    bytes_of: BytesOf,
) -> None:
    damage(filled)
    before = bytes_of(filled.parent)
    assert list(before) == ["progress.db"]
    with pytest.raises(ProgressError, match=line) as caught, Store.open(filled) as store:
        action(store, answered())
    check_line(str(caught.value), filled)
    assert bytes_of(filled.parent) == before


@pytest.mark.parametrize("action", [ACTIONS["answers"], ACTIONS["reset"]], ids=["answers", "reset"])
@pytest.mark.parametrize(
    ("column", "value", "event"),
    [
        ("at", "'yesterday'", "answered"),
        ("rating", "9", "answered"),
        ("session", "x'ff'", "answered"),
        ("detail", "'[1, 2'", "reset"),
    ],
)
def test_an_answer_that_is_none_is_damage(
    filled: Path,
    column: str,
    value: str,
    event: str,
    action: Callable[[Store, Answered], object],
    answered: Make,
    bytes_of: BytesOf,
) -> None:
    execute(
        "PRAGMA ignore_check_constraints = 1",
        "DROP TRIGGER no_update",
        f"UPDATE answers SET {column} = CAST({value} AS TEXT) WHERE event = '{event}'",
    )(filled)
    before = bytes_of(filled.parent)
    with pytest.raises(ProgressError, match="the progress file is damaged") as caught:
        action(Store.open(filled), answered())
    check_line(str(caught.value), filled)
    assert bytes_of(filled.parent) == before


def check_line(line: str, path: Path) -> None:
    """One line that begins with the file's name and ends with what to do."""
    assert line.startswith(f"{path}: ")
    assert "\n" not in line
    assert any(word in line.rpartition("; ")[2] for word in ("move", "KB_HOME", "wait"))


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
def test_a_damaged_file_keeps_the_log_that_was_left_behind(
    killed: Path, action: Callable[[Store, Answered], object], answered: Make, bytes_of: BytesOf
) -> None:
    overwrite(100, bytes(200))(killed)
    before = bytes_of(killed.parent)
    with (
        pytest.raises(ProgressError, match=r"move it and progress\.db-wal away"),
        Store.open(killed) as store,
    ):
        action(store, answered())
    assert bytes_of(killed.parent) == before


def test_a_newer_format_that_stands_in_the_log_is_seen(killed: Path, bytes_of: BytesOf) -> None:
    newer = killed.parent.with_name("newer") / killed.name
    newer.parent.mkdir()
    with closing(sqlite3.connect(killed, isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version = 2")
        for name in ("progress.db", "progress.db-wal"):
            newer.with_name(name).write_bytes(killed.with_name(name).read_bytes())
    assert place.exists(newer)  # the file's own header still says 1
    before = bytes_of(newer.parent)
    with pytest.raises(ProgressError, match="newer version of kb"):
        Store.open(newer).answers()
    assert bytes_of(newer.parent) == before


def test_a_file_changed_anywhere_is_read_or_refused_but_never_written(
    filled: Path, bytes_of: BytesOf, answered: Make
) -> None:
    whole = filled.read_bytes()

    @settings(max_examples=150)
    @given(st.integers(0, len(whole) - 1), st.integers(1, 255), st.integers(1, 40))
    def check(at: int, flip: int, length: int) -> None:
        spoiled = bytearray(whole)
        spoiled[at : at + length] = bytes(byte ^ flip for byte in spoiled[at : at + length])
        filled.write_bytes(spoiled)
        before = bytes_of(filled.parent)
        try:
            answers = Store.open(filled).answers()
        except ProgressError as error:
            check_line(str(error), filled)
            with pytest.raises(ProgressError), Store.open(filled) as store:
                store.reset()
        else:
            assert len(answers) <= 200
        assert bytes_of(filled.parent) == before

    check()


def test_a_folder_in_its_place(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(ProgressError, match="is a folder") as caught:
        Store.open(path)
    check_line(str(caught.value), path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_its_place_is_not_waited_for(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    with pytest.raises(ProgressError, match="no regular file") as caught:
        Store.open(path)
    check_line(str(caught.value), path)
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_home_that_is_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file")
    monkeypatch.setenv("KB_HOME", str(home))
    with pytest.raises(ProgressError, match="a file stands where a folder was expected") as caught:
        Store.open()
    check_line(str(caught.value), home / "progress.db")
    assert home.read_text() == "a file"


def test_a_loop_of_links(tmp_path: Path) -> None:
    for here, there in (("one", "two"), ("two", "one")):
        (tmp_path / here).symlink_to(tmp_path / there)
    with pytest.raises(ProgressError, match="cannot be used"):
        Store.open(tmp_path / "one" / "progress.db")


def test_a_name_of_several_lines_stays_on_one(tmp_path: Path) -> None:
    path = tmp_path / "my\nhome" / "progress.db"
    path.mkdir(parents=True)
    with pytest.raises(ProgressError) as caught:
        Store.open(path)
    assert r"my\nhome" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_locked_for_too_long(path: Path, answered: Make) -> None:
    with Store.open(path) as store:
        store.record(answered("a/b/one"))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Store.open(path, patience=0) as store:
            with pytest.raises(ProgressError, match="locked for too long") as caught:
                store.record(answered("a/b/two"))
            assert len(store.answers()) == 1  # who only reads does not wait
            other.execute("ROLLBACK")
            store.record(answered("a/b/two"))
            assert len(store.answers()) == 2
    check_line(str(caught.value), path)
