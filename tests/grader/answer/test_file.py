"""Files that are no answers get one line each; the exercise is found by the first comment, the name or the option."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kb.grader import Answer, AnswerError, exercise_of, read_answer

TOYS = (Path(__file__).parents[1] / "toybank",)


def refused(path: Path) -> str:
    with pytest.raises(AnswerError) as error:
        read_answer(path)
    text = str(error.value)
    assert str(path) in text
    assert "\n" not in text
    return text


def test_missing(tmp_path: Path) -> None:
    assert "does not exist" in refused(tmp_path / "nms.py")


def test_a_name_that_repaints_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from kb.quiz.cli import main

    name = str(tmp_path / "gone\x1b[31m.py")
    with pytest.raises(AnswerError, match=r"gone\\x1b\[31m\.py does not exist"):
        read_answer(Path(name))
    (tmp_path / "there\x1b[31m.py").write_text("x = 1\n")
    for arguments in (
        ["grade", name],
        ["grade", str(tmp_path / "there\x1b[31m.py")],
        ["grade-all", name, "--out", str(tmp_path / "out")],
        ["watch", name + "/a.py"],
    ):
        assert main(arguments) == 2
        told = capsys.readouterr()
        assert "\x1b" not in told.out + told.err
        assert r"\x1b[31m" in told.err


def test_folder(tmp_path: Path) -> None:
    assert "is a folder" in refused(tmp_path)


@pytest.mark.parametrize("content", [b"", b"  \n\n\t\n"], ids=["no bytes", "white space"])
def test_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(content)
    assert "is empty" in refused(path)


def test_binary(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"\x7fELF\0\0\0")
    assert "is a binary file" in refused(path)


def test_not_utf8_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"x = 1\n# caf\xe9\n")
    assert f"{path}:2: not UTF-8" in refused(path)


def test_a_hundred_megabytes_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    with path.open("wb") as file:
        file.truncate(100 << 20)  # sparse: it takes no room
    assert "larger than 1 MB" in refused(path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    os.mkfifo(path)
    assert "not a regular file" in refused(path)


def test_byte_order_mark_and_windows_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"\xef\xbb\xbf# question: toy/scale\r\ndef scale(x, f):\r\n    return x * f\r\n")
    assert read_answer(path).declared == "toy/scale"


@pytest.mark.parametrize(
    ("source", "declared"),
    [
        ("# question: toy/scale\n", "toy/scale"),
        ("#question:   toy/scale  \nimport numpy\n", "toy/scale"),
        ("#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n# question: toy/scale\n", "toy/scale"),
        ("\n\n# question: toy/scale\n", "toy/scale"),
        ("import numpy\n# question: toy/scale\n", None),
        ("x = '# question: toy/scale'\n", None),
    ],
)
def test_declared(source: str, declared: str | None) -> None:
    assert Answer(Path("a.py"), source).declared == declared


@pytest.mark.parametrize(
    ("source", "library"),
    [
        ("import numpy as np", "numpy"),
        ("import torch", "torch"),
        ("import torch.nn.functional as F", "torch"),
        ("from torch import nn", "torch"),
        ("import numpy, torch", "torch"),
        ("def f():\n    import torch", "torch"),
        ("# import torch", "numpy"),
        ("s = 'import torch'", "numpy"),
        ("import torchlike", "numpy"),
        ("from .torch import x", "numpy"),
        ("def broken(", "numpy"),
    ],
)
def test_library(source: str, library: str) -> None:
    assert Answer(Path("a.py"), source).library == library


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("(" * 100_000, id="parentheses"),
        pytest.param("-" * 100_000 + "1", id="minus signs"),
        pytest.param("x = " + "[" * 5000 + "]" * 5000, id="lists"),
        pytest.param("def f():\n" + "".join("  " * i + "if 1:\n" for i in range(1, 200)), id="blocks"),
    ],
)
def test_hostile_nesting_is_a_syntax_error(source: str) -> None:
    assert isinstance(Answer(Path("a.py"), source).tree, SyntaxError)


def test_exercise_by_comment_name_and_option() -> None:
    assert exercise_of(Answer(Path("x.py"), "# question: toy/scale\n"), TOYS).id == "toy/scale"
    assert exercise_of(Answer(Path("scale.py"), "x = 1\n"), TOYS).id == "toy/scale"
    assert exercise_of(Answer(Path("x.py"), "x = 1\n"), TOYS, "toy/scale").id == "toy/scale"


def test_unknown_exercise_suggests_the_nearest() -> None:
    with pytest.raises(AnswerError, match=r"there is no exercise toy/scail; did you mean toy/scale\?"):
        exercise_of(Answer(Path("x.py"), "# question: toy/scail\n"), TOYS)


def test_an_exercise_that_cannot_be_told() -> None:
    with pytest.raises(AnswerError, match="does not say which exercise it answers"):
        exercise_of(Answer(Path("x.py"), "x = 1\n"), TOYS)
