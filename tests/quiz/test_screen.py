"""Signs, widths and folding."""

from __future__ import annotations

import io
import os
import signal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.grader.process.interrupt import deferred
from kb.quiz.rules.status import meant
from kb.quiz.screen.keyboard import LONGEST, Closed, Pipe
from kb.quiz.screen.screen import NARROWEST, WIDEST, Screen, columns, speaks_unicode
from kb.quiz.text import plain


@given(st.text())
def test_ascii_is_ascii_and_leaves_ascii_alone(text: str) -> None:
    folded = plain.ascii_only(text)
    assert folded.isascii()
    assert plain.ascii_only(folded) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IoU ≥ 0.5 → kept", "IoU >= 0.5 -> kept"),
        ("α·xᵢ²", "alpha*x_i^2"),
        ("“naïve” – café…", '"naive" - cafe...'),
        ("交并比", "???"),
    ],
)
def test_likenesses(text: str, expected: str) -> None:
    assert plain.ascii_only(text) == expected


def test_signs_leave_other_scripts() -> None:
    assert plain.signs("✓ 交并比 é") == "+ 交并比 é"


@given(st.text())
def test_no_text_breaks_a_narrow_encoding(text: str) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", errors=plain.register(), newline="")
    stream.write(text)
    stream.flush()
    assert raw.getvalue().decode("ascii") is not None


@pytest.mark.parametrize(
    ("encoding", "environment", "expected"),
    [
        ("utf-8", {}, True),
        ("UTF8", {"LANG": "en_US.UTF-8"}, True),
        ("utf-8", {"LANG": "C"}, False),
        ("utf-8", {"LANG": "en_US.UTF-8", "LC_ALL": "POSIX"}, False),
        ("utf-8", {"LANG": "C", "LC_ALL": "C.UTF-8"}, True),
        ("utf-8", {"LANG": "C", "PYTHONIOENCODING": "utf-8"}, True),
        ("ascii", {"LANG": "en_US.UTF-8"}, False),
        ("iso-8859-1", {}, False),
        (None, {}, False),
    ],
)
def test_who_speaks_unicode(encoding: str | None, environment: dict[str, str], expected: bool) -> None:
    assert speaks_unicode(encoding, environment) is expected


@pytest.mark.parametrize(
    ("asked", "expected"), [("40", 40), ("5", NARROWEST), ("999", WIDEST), ("x", 100), ("", 100)]
)
def test_columns(monkeypatch: pytest.MonkeyPatch, asked: str, expected: int) -> None:
    monkeypatch.setenv("COLUMNS", asked)
    assert columns(io.StringIO()) == expected


@pytest.mark.parametrize("width", [20, 40, 100])
def test_wide_characters_count_twice(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """No line is wider than the screen, and the second column begins at the same place in every line."""
    from rich.cells import cell_len
    from rich.text import Text

    monkeypatch.setenv("COLUMNS", str(width))
    raw = io.BytesIO()
    screen = Screen(io.TextIOWrapper(raw, encoding="utf-8"))
    words = "交并比 intersection over union 非极大值抑制 " * 3
    screen.columns([(Text("交"), screen.markdown(words)), (Text("ab"), screen.markdown(words))])
    lines = raw.getvalue().decode().splitlines()
    assert len(lines) > 2
    assert all(cell_len(line) <= width for line in lines)
    assert {len(line) - len(line.lstrip()) for line in lines if line.startswith(" ")} <= {3}


def pipe(tmp_path: Path, raw: bytes) -> Pipe:
    file = tmp_path / "answers"
    file.write_bytes(raw)
    return Pipe(Screen(io.StringIO()), os.open(file, os.O_RDONLY))


def everything(keyboard: Pipe) -> list[str]:
    lines = []
    while True:
        try:
            lines.append(keyboard.line())
        except Closed:
            return lines


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(b"a\nb\n", ["a", "b"], id="lines"),
        pytest.param(b"a\n\nb", ["a", "", "b"], id="an empty line, and a last one without an end"),
        pytest.param(b"a\r\nb\r\n", ["a", "b"], id="Windows"),
        pytest.param(b"\xff\xfe\n", ["\ufffd\ufffd"], id="not UTF-8"),
        pytest.param("交\n".encode(), ["交"], id="UTF-8"),
        pytest.param(b"x" * (3 * LONGEST) + b"\nb\n", ["x" * LONGEST, "b"], id="an endless line is cut"),
    ],
)
def test_piped_lines(tmp_path: Path, raw: bytes, expected: list[str]) -> None:
    assert everything(pipe(tmp_path, raw)) == expected


def test_an_empty_pipe_is_known_before_anything_is_asked(tmp_path: Path) -> None:
    assert pipe(tmp_path, b"").empty()
    assert not pipe(tmp_path, b"a").empty()
    assert Pipe(Screen(io.StringIO())).empty()


def test_a_pipe_that_is_silent_is_not_empty() -> None:
    reading, writing = os.pipe()
    keyboard = Pipe(Screen(io.StringIO()), reading)
    assert not keyboard.empty()
    assert not keyboard.waiting(0.0)
    os.write(writing, b"a")
    assert keyboard.waiting(0.0)
    os.close(writing)
    assert keyboard.line() == "a"
    assert keyboard.empty()
    os.close(reading)


def test_ctrl_c_waits_where_it_would_be_lost() -> None:
    done = []
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), deferred():
        signal.raise_signal(signal.SIGINT)
        done.append("to the end")
    assert done == ["to the end"]
    assert signal.getsignal(signal.SIGINT) is before
    with deferred():
        done.append("undisturbed")
    assert len(done) == 2


def test_close_matches() -> None:
    assert meant("gade", ["grade", "hint"]) == "; did you mean 'grade'?"
    assert meant("zzz", ["grade"]) == ""
