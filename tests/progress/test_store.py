"""The store: what is recorded is read again, and nothing else happens to the file."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.progress import Aid, Answered, ProgressError, Rating, Store
from kb.progress.file import create, log, look, place, schema

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
Make = Callable[..., Answered]

NOT_REV = schema.COLUMNS.removeprefix("question, rev, ")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ANSWERS = st.builds(
    Answered,
    question=TEXT.filter(bool),
    rev=st.integers(1, 2**40),
    at=st.datetimes(
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))]),
        min_value=datetime(2, 1, 1),
        max_value=datetime(9998, 12, 31),
    ),
    right=st.booleans(),
    score=st.floats(0, 1),
    rating=st.sampled_from(Rating),
    tries=st.integers(0, 2**40),
    hints=st.integers(0, 2**40),
    seconds=st.floats(0, 1e300),
    overruled=st.booleans(),
    session=TEXT,
    detail=st.builds(json.dumps, st.dictionaries(TEXT, TEXT | st.none() | st.booleans())),
)


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT * FROM answers").fetchall()


def test_what_was_recorded_is_read_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    @settings(max_examples=25)
    @given(st.lists(ANSWERS, min_size=1, max_size=5, unique_by=lambda a: (a.question, a.at, a.session)))
    def check(given_answers: list[Answered]) -> None:
        path = tmp_path_factory.mktemp("home") / "progress.db"
        with Store.open(path) as store:
            for answered in given_answers:
                store.record(answered)
            assert store.answers() == tuple(given_answers)
        assert Store.open(path).answers() == tuple(given_answers)

    check()


def test_reading_what_is_not_there_creates_nothing(path: Path) -> None:
    with Store.open(path) as store:
        assert store.answers() == ()
        assert store.export() == []
        assert store.reset() == 0
        assert store.undo_reset() == 0
        store.check_writable()
    assert not path.parent.exists()


def test_a_session_leaves_one_file(path: Path, answered: Make) -> None:
    with Store.open(path) as store:
        store.record(answered())
    assert [entry.name for entry in path.parent.iterdir()] == ["progress.db"]


def test_answers_of_some_questions_come_in_the_order_of_recording(path: Path, answered: Make) -> None:
    later, earlier, other = answered("a/b/c", rev=2), answered("a/b/d"), answered("a/b/e")
    with Store.open(path) as store:
        for each in (later, other, earlier, later):
            store.record(each)
    assert Store.open(path).answers(iter(["a/b/d", "a/b/c", "a/b/never"])) == (later, earlier, later)


def test_a_store_sees_what_another_recorded_meanwhile(path: Path, answered: Make) -> None:
    with Store.open(path) as one, Store.open(path) as two:
        one.record(answered("a/b/one"))
        assert len(two.answers()) == 1
        two.record(answered("a/b/two"))
        assert [each.question for each in one.answers()] == ["a/b/one", "a/b/two"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE answers SET score = 0",
        "DELETE FROM answers",
        f"INSERT OR REPLACE INTO answers (seq, event, {schema.COLUMNS}) "
        f"SELECT seq, event, {schema.COLUMNS} FROM answers",
        f"INSERT INTO answers (event, {schema.COLUMNS}) SELECT event, question, 0, {NOT_REV} FROM answers",
    ],
    ids=["update", "delete", "replace", "revision 0"],
)
def test_the_table_is_only_ever_appended_to(path: Path, answered: Make, statement: str) -> None:
    with Store.open(path) as store:
        store.record(answered())
    before = rows_of(path)
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    assert rows_of(path) == before


def test_answers_are_durable_when_they_are_acknowledged(path: Path, answered: Make) -> None:
    with Store.open(path) as store:
        store.record(answered())
        connection = store._connected()
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (3,)  # 3 is EXTRA
        assert not connection.in_transaction


def test_a_reset_sets_aside_and_loses_nothing(path: Path, answered: Make) -> None:
    with Store.open(path) as store:
        for name in ("one", "two", "one"):
            store.record(answered(f"a/b/{name}"))
        assert store.reset(iter(["a/b/one", "a/b/never"])) == 2
        assert [each.question for each in store.answers()] == ["a/b/two"]
        store.record(answered("a/b/one", rev=2))
        assert [each.question for each in store.answers()] == ["a/b/two", "a/b/one"]
        assert store.reset() == 2
        assert store.answers() == ()
    assert [row[1] for row in rows_of(path)].count("answered") == 4


def test_resets_are_taken_back_one_by_one(path: Path, answered: Make) -> None:
    with Store.open(path) as store:
        store.record(answered("a/b/one"))
        store.reset(["a/b/one"])
        store.record(answered("a/b/two"))
        store.reset()
        assert store.undo_reset() == 1
        assert [each.question for each in store.answers()] == ["a/b/two"]
        assert store.undo_reset() == 1
        assert [each.question for each in store.answers()] == ["a/b/one", "a/b/two"]
        assert store.undo_reset() == 0


def test_a_reset_of_nothing_is_not_written(path: Path, answered: Make) -> None:
    with Store.open(path) as store:
        store.record(answered("a/b/one"))
        assert store.reset(["a/b/never"]) == 0
        assert store.reset([]) == 0
    assert len(rows_of(path)) == 1


OPERATIONS = st.lists(st.sampled_from(["one", "two", "reset one", "reset", "restore"]), max_size=12)


@given(OPERATIONS)
def test_resets_act_as_if_what_they_hide_had_never_been(operations: list[str]) -> None:
    rows: list[log.Row] = []
    for operation in operations:
        event = operation.split()[0] if "re" in operation else "answered"
        mark = log.to_mark(["one"] if "one" in operation else None)
        rows.append(log.Row(event, operation, *[None] * 10, mark))
    assert [row.question for row in log.in_effect(rows, log.ANSWERS)] == _replayed(operations)


def _replayed(operations: list[str]) -> list[str]:
    """From the definition: taking a reset back is playing everything again without it."""
    played: list[str] = []
    for operation in operations:
        if operation == "restore":
            resets = [place for place, past in enumerate(played) if past.startswith("reset")]
            if resets:
                del played[resets[-1]]
        else:
            played.append(operation)
    shown: list[str] = []
    for operation in played:
        if operation == "reset":
            shown = []
        elif operation == "reset one":
            shown = [name for name in shown if name != "one"]
        else:
            shown.append(operation)
    return shown


def test_overruling_changes_the_rating_of_that_answer_alone(path: Path, answered: Make) -> None:
    first = answered("a/b/one", session="s", detail='"same"')
    later = answered("a/b/one", session="s", detail='"same"', at=first.at + timedelta(seconds=1))
    elsewhere = answered("a/b/one", session="t", detail='"same"')
    hard = replace(first, rating=Rating.HARD, overruled=True)
    again = replace(first, rating=Rating.AGAIN, overruled=True)
    with Store.open(path) as store:
        for each in (first, later, elsewhere, hard):
            store.record(each)
        assert store.answers() == (hard, later, elsewhere)
        store.record(again)
        assert store.answers() == (again, later, elsewhere)
        assert store.reset() == 3
        assert store.undo_reset() == 3
    assert Store.open(path).answers() == (again, later, elsewhere)


def test_the_same_answer_twice_is_two_answers(path: Path, answered: Make) -> None:
    with Store.open(path) as store:
        for _ in range(3):
            store.record(answered())
        assert len(store.answers()) == 3


def test_aids_are_kept_beside_the_answers(path: Path, answered: Make) -> None:
    aids = [Aid(question=f"a/b/{name}", rev=2, at=NOON, what=what) for name, what in
            (("one", "start"), ("one", "hint"), ("two", "solution"))]  # fmt: skip
    with Store.open(path) as store:
        assert store.aids() == ()
        for aid in aids:
            store.note(aid)
        store.record(answered("a/b/one"))
        assert store.aids() == tuple(aids)
        assert len(store.answers()) == 1
        assert store.reset(["a/b/two"]) == 0  # no answers, but an aid
    with Store.open(path) as store:
        assert store.aids() == tuple(aids[:2])
        assert store.aids(iter(["a/b/two"])) == ()
        store.undo_reset()
        assert store.aids(iter(["a/b/two"])) == (aids[2],)


@pytest.mark.parametrize(
    "wrong", [{"question": ""}, {"rev": 0}, {"at": datetime(2026, 3, 2)}, {"what": "reset"}], ids=str
)
def test_an_aid_with_an_impossible_value_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"time zone|no aid"):
        Aid(**({"question": "a/b/one", "rev": 1, "at": NOON, "what": "hint"} | wrong))


def test_an_export_is_json_with_these_fields(path: Path, answered: Make) -> None:
    with Store.open(path) as store:
        at = datetime(2026, 3, 2, 20, tzinfo=timezone(timedelta(hours=8)))
        store.record(answered(at=at, tries=2, rating=Rating.HARD, seconds=1.5, detail='{"picked": [1]}'))
    exported = Store.open(path).export()
    assert json.loads(json.dumps(exported, allow_nan=False)) == [
        {
            "question": "detection/nms/order",
            "rev": 1,
            "at": "2026-03-02T12:00:00+00:00",
            "right": True,
            "score": 1.0,
            "tries": 2,
            "hints": 0,
            "seconds": 1.5,
            "rating": "hard",
            "overruled": False,
            "session": "",
            "detail": {"picked": [1]},
        }
    ]


@pytest.mark.parametrize("detail", ["", "{", "NaN", '"\udc80"'], ids=["empty", "cut off", "NaN", "surrogate"])
def test_a_detail_that_is_no_json_is_refused(path: Path, answered: Make, detail: str) -> None:
    with Store.open(path) as store, pytest.raises(ValueError, match="detail is not JSON"):
        store.record(answered(detail=detail))
    assert not path.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": datetime(2026, 3, 2)},
        {"question": ""},
        {"rev": 0},
        {"score": 1.01},
        {"score": float("nan")},
        {"seconds": float("inf")},
        {"seconds": -1.0},
        {"tries": -1},
        {"hints": -1},
        {"rating": 3},
    ],
    ids=str,
)
def test_an_answer_with_an_impossible_value_is_refused(answered: Make, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        answered(**wrong)


def test_the_home_is_what_kb_home_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KB_HOME", str(tmp_path / "my home"))
    assert Store.open().path == tmp_path / "my home" / "progress.db"


def test_a_relative_home_stays_the_same_when_the_folder_is_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answered: Make
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KB_HOME", "home")
    with Store.open() as store:
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        store.record(answered())
    assert (tmp_path / "home" / "progress.db").exists()


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the folder's name is that of the XDG standard"
)
@pytest.mark.parametrize("home", [None, ""], ids=["unset", "empty"])
def test_without_kb_home_it_is_in_the_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: str | None
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("KB_HOME", raising=False)
    if home is not None:
        monkeypatch.setenv("KB_HOME", home)
    assert Store.open().path == tmp_path / "kb" / "progress.db"


def test_a_link_to_a_file_is_followed(path: Path, answered: Make) -> None:
    with Store.open(path) as store:
        store.record(answered("a/b/one"))
    link = path.with_name("link.db")
    link.symlink_to(path)
    with Store.open(link) as store, Store.open(path) as other:
        store.record(answered("a/b/two"))
        assert len(other.answers()) == 2


def test_a_log_that_was_left_behind_is_read_without_touching_it(
    killed: Path, bytes_of: Callable[[Path], dict[str, bytes]]
) -> None:
    before = bytes_of(killed.parent)
    with Store.open(killed) as store:
        assert [each.question for each in store.answers()] == ["detection/nms/one", "detection/nms/two"]
        store.check_writable()
    assert bytes_of(killed.parent) == before


def test_after_a_kill_the_next_answer_goes_on(killed: Path, answered: Make) -> None:
    with Store.open(killed) as store:
        store.record(answered("detection/nms/three"))
    assert len(rows_of(killed)) == 3
    assert [entry.name for entry in killed.parent.iterdir()] == ["progress.db"]


@pytest.mark.parametrize("replace", [False, True], ids=["moved away", "replaced by a backup"])
def test_a_log_is_never_applied_to_another_file(
    path: Path, answered: Make, replace: bool, bytes_of: Callable[[Path], dict[str, bytes]]
) -> None:
    backup = path.parent.with_name("backup") / path.name
    with Store.open(backup) as store:
        store.record(answered("a/b/old"))
    with Store.open(path) as store:
        store.record(answered("a/b/one"))
        path.rename(path.with_name("moved.db"))
        if replace:
            backup.rename(path)
        before = bytes_of(path.parent)
        with pytest.raises(
            ProgressError, match=r"without its progress\.db-wal; put it back, or move .*-wal away too"
        ):
            store.record(answered("a/b/two"))
        assert bytes_of(path.parent) == before
        for side in place.sides(path):
            side.unlink(missing_ok=True)
        store.record(answered("a/b/two"))
    assert [each.question for each in Store.open(path).answers()] == ["a/b/old"] * replace + ["a/b/two"]


def test_a_log_without_its_file_is_no_empty_history(killed: Path) -> None:
    killed.unlink()
    with pytest.raises(ProgressError, match=r"without its progress\.db-wal"):
        Store.open(killed)


def uri_without_shared_memory(file: Path, options: str) -> str:
    """SQLite's VFS "unix-none" has no shared memory, as some network drives."""
    return f"{file.as_uri()}?{options}&vfs=unix-none"


@pytest.mark.skipif(os.name == "nt", reason="the VFS that stands for such a drive is that of Unix")
def test_without_shared_memory_a_new_file_has_a_journal(
    path: Path, answered: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(create, "uri", uri_without_shared_memory)
    with Store.open(path) as store:
        store.record(answered("a/b/one"))
        assert store._connected().execute("PRAGMA journal_mode").fetchone() == ("delete",)
        store.record(answered("a/b/two"))
        assert [each.question for each in store.answers()] == ["a/b/one", "a/b/two"]
    assert len(Store.open(path).answers()) == 2
    assert [entry.name for entry in path.parent.iterdir()] == ["progress.db"]


@pytest.mark.skipif(os.name == "nt", reason="the VFS that stands for such a drive is that of Unix")
def test_without_shared_memory_a_file_that_has_a_log_is_for_one_session(
    path: Path, answered: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(path) as store:
        store.record(answered("a/b/one"))
    monkeypatch.setattr("kb.progress.file.connect.uri", uri_without_shared_memory)
    with Store.open(path) as store:
        store.record(answered("a/b/two"))
        connection = store._connected()
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA locking_mode").fetchone() == ("exclusive",)
    assert len(Store.open(path).answers()) == 2


def test_a_half_written_journal_is_undone_in_a_copy(
    path: Path, answered: Make, bytes_of: Callable[[Path], dict[str, bytes]]
) -> None:
    with Store.open(path) as store:
        store.record(answered("a/b/one"))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(
            "PRAGMA cache_size = 1"
        )  # so that changes reach the file before they are committed
        connection.execute("BEGIN")
        for _ in range(400):
            connection.execute(schema.INSERT, log.to_row(answered("a/b/never")))
        torn = path.parent.with_name("torn") / path.name
        torn.parent.mkdir()
        for name in ("progress.db", "progress.db-journal"):
            torn.with_name(name).write_bytes(path.with_name(name).read_bytes())
        connection.execute("ROLLBACK")
    assert torn.stat().st_size > path.stat().st_size
    before = bytes_of(torn.parent)
    assert [each.question for each in Store.open(torn).answers()] == ["a/b/one"]
    assert bytes_of(torn.parent) == before


def test_without_hard_links_a_file_is_made_too(
    path: Path, answered: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    with Store.open(path) as store:
        store.record(answered())
    create.create(path)
    assert len(Store.open(path).answers()) == 1
    assert [entry.name for entry in path.parent.iterdir()] == ["progress.db"]


def test_making_a_file_never_replaces_one(path: Path, answered: Make) -> None:
    with Store.open(path) as store:
        store.record(answered())
    before = path.read_bytes()
    create.create(path)
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == ["progress.db"]


def test_the_header_says_whose_file_it_is(path: Path) -> None:
    create.create(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (place.APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_file_that_changes_at_every_look_is_read_under_locks(path: Path, answered: Make) -> None:
    attempts = 0
    with Store.open(path) as store:
        store.record(answered("a/b/0"))

    def disturbed(connection: sqlite3.Connection) -> int:
        nonlocal attempts
        attempts += 1
        if attempts <= look.ATTEMPTS:  # a whole session of another process in the middle of reading
            with Store.open(path) as other:
                other.record(answered(f"a/b/{attempts}"))
        (count,) = connection.execute("SELECT count(*) FROM answers").fetchone()
        return int(count)

    assert look.look(path, disturbed) == look.ATTEMPTS + 1
    assert attempts == look.ATTEMPTS + 1


def test_a_probe_writes_and_leaves_nothing(tmp_path: Path, answered: Make) -> None:
    with Store.open(tmp_path / "new" / "progress.db") as store:
        store.probe()
        assert list(tmp_path.iterdir()) == []
        store.record(answered())
        before = store.export()
        store.probe()
        assert store.export() == before
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["progress.db"]
