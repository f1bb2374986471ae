"""How many wrong answers that nobody foresaw get a name: the figures, and what they are made of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.bank import load_one, roots
from kb.dev.commands import named
from kb.dev.commands.named import Naming
from kb.dev.tree import Tree


def naming(mistake: str | None = None, difference: str | None = None) -> Naming:
    return Naming("a/b", "x -> y", "wrong value", ("test_a",), mistake, difference)


def test_a_name_counts_before_a_description() -> None:
    some = [naming("m", "d"), naming(None, "d"), naming(), naming("m")]
    assert [each.told for each in some] == ["named", "described", "neither", "named"]
    assert named.share(some, "named") == 0.5
    assert named.share([], "named") == 0


def test_a_sample_is_graded_in_full_and_is_the_same_again() -> None:
    exercise = load_one(roots(None), "metrics/mean_iou")
    found = named.measure(exercise, 3)
    assert len(found) == 3
    assert all(each.outcome != "passed" and each.failed for each in found)
    assert any(len(each.failed) > 1 for each in found), "an answer is graded to its end"
    assert named.measure(exercise, 3) == found
    assert [each.mutant for each in named.measure(exercise, 3, seed=2)] != [each.mutant for each in found]


def test_the_command_prints_a_row_for_each_exercise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "named.json"
    assert named.run(Tree.here(), ["metrics/mean_iou"], count=2, file=file) == 0
    printed = capsys.readouterr().out
    assert "metrics/mean_iou" in printed
    rows = json.loads(file.read_text())
    assert len(rows) == 2
    assert {row["exercise"] for row in rows} == {"metrics/mean_iou"}
    assert all(row["told"] in ("named", "described", "neither") for row in rows)
