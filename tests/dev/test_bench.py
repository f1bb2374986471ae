"""The benchmark: rows, tables, the committed figures, and a run that measures as little as possible. No times."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.bank import load_one
from kb.dev.__main__ import main
from kb.dev.bench import PARTS, result
from kb.dev.bench.command import Plan
from kb.dev.bench.row import Bound, Row
from kb.dev.bench.startup import Program, measure
from kb.dev.bench.table import amount, markdown, terminal
from kb.dev.tree import Tree

SLOW = Row("A group", "slow", 3.0, "s", "`base`", 1.0, Bound("ratio", at_most=2.5), 7)
FAST = Row("A group", "fast", 2.0, "s", "`base`", 1.0, Bound("ratio", at_most=2.5), 7)
MANY = Row("Another group", "many", 34.0, "answers/s", bound=Bound("value", at_least=30))
BARE = Row("Another group", "base", 0.012, "s")


@pytest.mark.parametrize(
    ("bound", "value", "other", "holds"),
    [
        pytest.param(Bound("value", at_most=0.15), 0.15, None, True, id="just at most"),
        pytest.param(Bound("value", at_most=0.15), 0.151, None, False, id="more"),
        pytest.param(Bound("value", at_least=30), 30, None, True, id="just at least"),
        pytest.param(Bound("value", at_least=30), 29.9, None, False, id="less"),
        pytest.param(Bound("ratio", at_most=2.0), 4.0, 2.0, True, id="the ratio and not the value"),
        pytest.param(Bound("ratio", at_most=2.0), 1.0, 0.4, False, id="the ratio is too large"),
        pytest.param(Bound("ratio", at_most=2.0), 1.0, None, False, id="nothing to compare with"),
    ],
)
def test_a_bound(bound: Bound, value: float, other: float | None, holds: bool) -> None:
    assert Row("g", "n", value, "s", "x", other, bound).holds is holds


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (1.234, "s", "1.23 s"),
        (0.0834, "s", "83 ms"),
        (0.00031, "s", "0.31 ms"),
        (34.4, "answers/s", "34 answers/s"),
    ],
)
def test_amounts_have_two_or_three_digits(value: float, unit: str, shown: str) -> None:
    assert amount(value, unit) == shown


def test_the_terminal_marks_what_is_exceeded() -> None:
    lines = terminal([SLOW, FAST, MANY, BARE]).splitlines()
    assert lines[0] == "A group"
    assert lines[1].split() == [
        "slow",
        "3.00",
        "s",
        "3.00",
        "x",
        "`base`",
        "at",
        "most",
        "2.5",
        "x",
        "EXCEEDED",
    ]
    assert lines[2].split() == ["fast", "2.00", "s", "2.00", "x", "`base`", "at", "most", "2.5", "x"]
    assert lines[5].split() == ["many", "34", "answers/s", "at", "least", "30", "answers/s"]
    assert lines[6].split() == ["base", "12", "ms"]


def test_the_page_has_a_table_for_each_group() -> None:
    lines = markdown([FAST, MANY]).splitlines()
    assert lines[0] == "| A group | | ratio | bound |"
    assert lines[2] == "| fast | 2.00\N{NO-BREAK SPACE}s | 2.00 x `base` | at most 2.5 x |"
    assert lines[4] == "| Another group | | ratio | bound |"
    assert all(line.count("|") == 5 for line in lines if line)


def test_rows_survive_json() -> None:
    for row in (SLOW, FAST, MANY, BARE):
        again = Row.from_json(json.loads(json.dumps(row.as_json())))
        assert again.as_json() == row.as_json()


def test_the_page_is_written_between_its_marks_and_nowhere_else() -> None:
    page = "# Speed\n<!-- made by kb.dev bench -->\nold\n<!-- end -->\nrest\n"
    new = result.updated(page, result.as_json([FAST]))
    assert new.startswith("# Speed\n<!-- made by kb.dev bench -->\n")
    assert new.endswith("<!-- end -->\nrest\n")
    assert "| fast |" in new
    assert "old" not in new
    with pytest.raises(ValueError, match=r"made by kb\.dev bench"):
        result.updated("# Speed\n", result.as_json([FAST]))


def test_the_page_shows_the_committed_figures() -> None:
    file, page = result.files(Tree.here())
    if not file.exists():
        pytest.skip("no figures are committed; `python -m kb.dev bench --write` makes them")
    text = page.read_text(encoding="utf-8")
    assert result.updated(text, json.loads(file.read_text(encoding="utf-8"))) == text


def test_programs_take_turns_and_the_first_round_does_not_count(tmp_path: Path) -> None:
    log = tmp_path / "log"
    write = f"import sys; open({str(log)!r}, 'a').write(sys.argv[1])"
    every = [Program("a", ("python3", "-c", write, "a")), Program("b", ("python3", "-c", write, "b"), "a")]
    rows = list(measure(every, rounds=2))
    assert log.read_text() == "ababab"
    assert [(row.name, row.against, row.samples) for row in rows] == [("a", None, 2), ("b", "`a`", 2)]
    assert rows[1].other == rows[0].value


def test_all_exercises_are_measured_unless_it_has_to_be_quick() -> None:
    def exercises(*arguments: str) -> list[str]:
        from kb.dev.__main__ import parser

        plan = Plan.made(Tree.here(), parser().parse_args(["bench", *arguments]))
        return [exercise.id for exercise in plan.exercises]

    assert exercises("--quick") == ["foundations/softmax"]
    assert {"detection/nms", "foundations/softmax"} < set(exercises())


@pytest.mark.slow
def test_a_quick_run_measures_every_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bench.json"
    assert main(["bench", "--quick", "--json", str(file)]) == 0
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["schema"] == 1
    assert set(told) == {"schema", "system", "processors", "python", "versions", "rows"}
    names = {row["name"] for row in told["rows"]}
    assert {"--list", "grade, NumPy", "foundations/softmax, NumPy", "25 KB", "4 MB", "grade-all"} <= names
    for row in told["rows"]:
        assert set(row) == {"group", "name", "value", "unit", "samples", "against", "ratio", "bound", "holds"}
        assert row["value"] > 0
        assert row["samples"] >= 1
    shown = capsys.readouterr().out
    assert all(name in shown for name in names)


def test_strict_makes_an_exceeded_bound_the_exit_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Plan, "part", lambda self, name: iter([SLOW]))
    assert main(["bench", "--quick", "--only", "start"]) == 0
    assert main(["bench", "--quick", "--only", "start", "--strict"]) == 1
    assert "EXCEEDED" in capsys.readouterr().out
    monkeypatch.setattr(Plan, "part", lambda self, name: iter([FAST]))
    assert main(["bench", "--quick", "--only", "start", "--strict"]) == 0


def test_the_same_cases_run_in_one_process(capsys: pytest.CaptureFixture[str]) -> None:
    from kb.dev.bench.plain import seconds

    tree = Tree.here()
    exercise = load_one((tree.questions,), "detection/box_iou")
    right = next(path for path in exercise.accepted if "numpy" in path.name)
    assert len(seconds(right, exercise, 2)) == 2
    wrong = next(path for path in exercise.mistakes if path.stem == "plus_one")
    with pytest.raises(ValueError, match=r"plus_one.py fails test_"):
        seconds(wrong, exercise, 1)


def test_the_parts_are_those_that_can_be_asked_for() -> None:
    with pytest.raises(SystemExit):
        main(["bench", "--only", "nothing"])
    assert PARTS == ("start", "plugin", "watch", "worker", "cohort")
