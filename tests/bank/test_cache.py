"""The cache of a whole bank: what was read is not read again, and nothing that is wrong with the cache matters."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.bank import BankError, load
from kb.bank.find import cache
from kb.bank.model.question import Question

PAGE = """
questions:
  - id: why
    kind: open
    rev: 1
    level: 1
    frequency: core
    prompt: Why?
    points: [Because.]
    why: So.
    page: in-30-seconds
"""
Prompts = Callable[[], list[str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def root(tmp_path: Path, home: Path) -> Path:
    """A bank of two pages."""
    for page in ("one", "two"):
        file = tmp_path / "bank" / "demo" / f"{page}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PAGE, encoding="utf-8")
    return tmp_path / "bank"


@pytest.fixture
def prompts(root: Path) -> Prompts:
    return lambda: [question.prompt for question in load((root,)).questions]


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were really read."""
    from kb.bank.decode import read

    found: list[str] = []
    original = read.read_page

    def spy(file: Path) -> tuple[Question, ...]:
        found.append(file.stem)
        return original(file)

    monkeypatch.setattr(read, "read_page", spy)
    return found


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    before = file.stat().st_mtime_ns
    file.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(file, ns=(before + 10_000_000, before + 10_000_000))  # clocks of files may be coarse


def test_what_was_read_is_not_read_again(home: Path, prompts: Prompts, parsed: list[str]) -> None:
    assert prompts() == ["Why?", "Why?"]
    assert parsed == ["one", "two"]
    assert prompts() == ["Why?", "Why?"]
    assert parsed == ["one", "two"]
    assert (home / cache.NAME).stat().st_mode & 0o077 == 0


def test_questions_come_back_as_they_were(root: Path) -> None:
    first, second = load((root,)).questions, load((root,)).questions
    assert first == second
    assert [question.location for question in first] == [question.location for question in second]


def test_a_file_that_was_changed_is_read_again(root: Path, prompts: Prompts, parsed: list[str]) -> None:
    prompts()
    change(root / "demo" / "two.yaml", "Why?", "Who?")
    parsed.clear()
    assert prompts() == ["Why?", "Who?"]
    assert parsed == ["two"]


def test_files_come_and_go(root: Path, prompts: Prompts) -> None:
    prompts()
    (root / "demo" / "one.yaml").unlink()
    (root / "demo" / "three.yaml").write_text(PAGE.replace("Why?", "Where?"), encoding="utf-8")
    assert sorted(prompts()) == ["Where?", "Why?"]


def test_problems_are_never_kept(root: Path, prompts: Prompts) -> None:
    prompts()
    change(root / "demo" / "two.yaml", "rev: 1", "rev: none")
    for _ in range(2):
        with pytest.raises(BankError, match=r"two\.yaml:5:10"):
            prompts()
    change(root / "demo" / "two.yaml", "rev: none", "rev: 1")
    assert prompts() == ["Why?", "Why?"]


def test_a_change_of_the_package_counts(
    prompts: Prompts, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts()
    parsed.clear()
    monkeypatch.setattr(cache, "version", lambda: ("another",))
    prompts()
    assert parsed == ["one", "two"]


def test_a_topic_needs_no_cache(root: Path, home: Path) -> None:
    load((root,), "demo/one")
    assert not home.exists()


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch stolen",)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x80\x05}", id="torn"),
        pytest.param(pickle.dumps("a text"), id="something else"),
        pytest.param(pickle.dumps((cache.version(), Evil())), id="code"),
        pytest.param(pickle.dumps((cache.version(), ["no dictionary"])), id="another form"),
    ],
)
def test_another_content_is_not_taken(
    content: bytes, home: Path, prompts: Prompts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    home.mkdir()
    (home / cache.NAME).write_bytes(content)
    assert prompts() == ["Why?", "Why?"]
    assert not (tmp_path / "stolen").exists()
    assert (home / cache.NAME).read_bytes() != content  # it was replaced by a good one


def test_a_cache_that_others_may_write_is_not_taken(home: Path, prompts: Prompts, parsed: list[str]) -> None:
    prompts()
    (home / cache.NAME).chmod(0o666)
    parsed.clear()
    prompts()
    assert parsed == ["one", "two"]


def test_where_nothing_can_be_written_the_files_are_read(home: Path, prompts: Prompts) -> None:
    home.write_text("a file where the folder should be")
    assert prompts() == prompts() == ["Why?", "Why?"]
    assert home.read_text() == "a file where the folder should be"


def test_nothing_is_left_beside_it(home: Path, prompts: Prompts, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pickle, "dump", full)
    assert prompts() == ["Why?", "Why?"]
    assert list(home.iterdir()) == []
