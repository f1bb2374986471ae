"""The bank reads the same with both of PyYAML's parsers: not every installation has libyaml."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from kb.bank import default_root
from kb.bank.decode.read import read_exercise, read_page
from kb.bank.yaml import nodes

ROOT = Path(__file__).parents[2]
Write = Callable[[str, str | bytes], Path]
with_libyaml = pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="PyYAML was built without libyaml")

QUESTION = """\
questions:
  - id: one
    rev: 1
    kind: open
    level: 1
    frequency: core
    page: how-it-works
    prompt: One?
    why: Because.
    points: [First]
    hints: HINTS
"""


@pytest.mark.parametrize(
    ("hints", "expected"),
    [
        pytest.param("[What is it?]", ("What is it?",), id="at the end"),
        pytest.param(
            "[Is it 1?2, What?, Why? Because.]", ("Is it 1?2", "What?", "Why? Because."), id="within"
        ),
        pytest.param("[Why ?, a?b]", ("Why ?", "a?b"), id="alone"),
    ],
)
def test_a_question_mark_in_a_flow_list_needs_no_quotes(
    write: Write, hints: str, expected: tuple[str, ...]
) -> None:
    file = write("lab/all.yaml", QUESTION.replace("HINTS", hints))
    with nodes.python_parser():
        (question,) = read_page(file)
    assert question.hints == expected


@pytest.mark.parametrize("loader", ["SafeLoader", pytest.param("CSafeLoader", marks=with_libyaml)])
def test_any_parser_of_yaml_reads_the_files(loader: str) -> None:
    """Without the help that ``kb.bank.yaml`` gives the one in Python: others read the bank with parsers of their own."""
    files = [file for folder in ("questions", "docs") for file in sorted((ROOT / folder).rglob("*.yaml"))]
    assert len(files) > 100
    for file in files:
        assert yaml.load(file.read_text(encoding="utf-8"), getattr(yaml, loader)), file


@with_libyaml
def test_both_parsers_read_the_same_bank() -> None:
    root = default_root()
    for file in sorted(root.glob("*/*.yaml")):
        fast = read_page(file)
        with nodes.python_parser():
            assert read_page(file) == fast, file
    for file in sorted(root.glob("*/*/question.yaml")):
        exercise = read_exercise(file)
        with nodes.python_parser():
            assert read_exercise(file) == exercise, file


def test_the_parser_is_put_back_after_an_error(write: Write) -> None:
    before = nodes._Loader
    with pytest.raises(ZeroDivisionError), nodes.python_parser():
        assert nodes._Loader is not before or not hasattr(yaml, "CSafeLoader")
        1 / 0  # noqa: B018
    assert nodes._Loader is before


def test_without_libyaml_the_bank_loads() -> None:
    """As found with a PyYAML that was built without it."""
    program = (
        "import yaml\nvars(yaml).pop('CSafeLoader', None)\n"
        "from kb.bank import default_root\nfrom kb.bank.decode.read import read_page\n"
        "print(len(read_page(default_root() / 'detection' / 'iou.yaml')))"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert found.returncode == 0, found.stderr
    assert int(found.stdout) > 5
