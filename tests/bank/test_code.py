"""Source code by name."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kb.bank import load, roots
from kb.bank.find.code import CodeError, code_of_bug, find_symbol, without_docstring, wrong_lines
from kb.bank.model.question import Bug
from kb.quiz.rules.asking import ask
from kb.quiz.rules.check import Checked, check
from kb.site.bank.views import view


def test_the_source_of_a_symbol_is_found_without_importing(tmp_path: Path) -> None:
    package = tmp_path / "pack"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('imported')\n")
    (package / "one.py").write_text(
        "raise RuntimeError\n\n\n@decorated\ndef f():\n    return 1\n\nclass C:\n    def m(self): ...\n"
    )
    found = find_symbol("pack.one:f", [tmp_path])
    assert (found.line, found.code) == (4, "@decorated\ndef f():\n    return 1")
    assert find_symbol("pack.one:C.m", [tmp_path]).code == "def m(self): ..."
    for reference in ("pack.two:f", "pack.one:g", "pack.one:f.g"):
        with pytest.raises(CodeError):
            find_symbol(reference, [tmp_path])


def test_a_docstring_is_taken_off_with_its_lines() -> None:
    assert without_docstring('"""A.\n\nB."""\n\nimport os\nx = 1\n') == "import os\nx = 1"
    assert without_docstring("x = 1\n") == "x = 1"


def test_terminal_and_site_take_the_one_line_that_is_wrong() -> None:
    questions = [question for question in load(roots(None)).questions if isinstance(question, Bug)]
    assert questions
    for question in questions:
        code = code_of_bug(question, roots(None))
        (number,) = wrong_lines(question, code.splitlines())
        assert code.splitlines()[number - 1].strip() == question.line.strip()
        asked = ask(question, random.Random(0), code)
        judged = [check(asked, str(line)) for line in range(1, len(asked.snippet) + 1)]
        assert [each.right for each in judged if isinstance(each, Checked)].index(True) + 1 == number
        assert sum(isinstance(each, Checked) and each.right for each in judged) == 1
        assert view(question, 1).line == number
