"""The table for a spreadsheet, the summary, and its page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import pytest

from kb.grader.cohort.markdown import page
from kb.grader.cohort.row import NamedMistake, Row, row
from kb.grader.cohort.sheet import HEAD, cell, sheet
from kb.grader.cohort.summary import bin_name, percent, summary

UNCLAMPED = NamedMistake("toy/scale", ("unclamped",), "The overlap is not clamped", "toy/scale#mistakes")


def answer(file: str, passed: int = 4, tests: int = 4, **more: object) -> Row:
    fields = {
        "file": file, "student": file.rpartition("/")[0], "question": "toy/scale", "passed": passed, "tests": tests,
        "outcome": "passed" if passed == tests else "wrong value", "first_failing": "", "message": "", "mistake": None,
        "milliseconds": 10.0, "digest": "", "rev": "", "machine": "", "seed": 1, "layers": (),
    }  # fmt: skip
    return Row(**fields | more)  # type: ignore[arg-type]


def parsed(rows: Iterable[Row]) -> list[dict[str, str]]:
    raw = b"".join(sheet(rows))
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_one_line_for_each_answer() -> None:
    (row,) = parsed(
        [answer("ada/x.py", 3, message="off by one", first_failing="test_a[b]", mistake=UNCLAMPED)]
    )
    assert tuple(row) == HEAD
    assert list(row.values()) == [
        *("ada/x.py", "ada", "toy/scale", "wrong value", "3", "4", "0.75"),
        *("test_a[b]", "off by one", "The overlap is not clamped"),
        *("", "", "", "", ""),  # core and edges: there are none in a record of an earlier release
    ]


def test_what_was_not_graded_has_no_score() -> None:
    (row,) = parsed([answer("x.py", 0, 0, outcome="wrong use", message="it is empty")])
    assert row["score"] == row["tests"] == "" and row["message"] == "it is empty"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "\xa0=1",
        '=HYPERLINK("http://x")',
        "＝1",
        "\n=1",
    ],
)
def test_no_cell_is_a_formula(text: str) -> None:
    (row,) = parsed([answer(f"{text}.py", 3, message=text, student=text)])
    for name in ("message", "student folder", "file"):
        assert row[name].startswith("'")


def test_cells_are_one_line_and_anything_can_be_encoded() -> None:
    (row,) = parsed([answer("x.py", 3, message='two\nlines, "quoted"; \udcff and 交并比')])
    assert row["message"] == 'two lines, "quoted"; \\udcff and 交并比'
    assert cell("plain") == "plain" and cell(-0.5) == -0.5


def test_counts_rates_and_bins() -> None:
    rows = [answer("a", 4), answer("b", 0), answer("c", 3, 10), answer("d", 9, 10), answer("e", 29, 30)]
    rows += [answer("f", 0, 0, outcome="wrong use"), answer("g", 0, 0, outcome="grader error")]
    found = summary(rows)
    (toy,) = found.exercises
    assert (found.answers, found.passed, toy.rate, toy.median) == (5, 1, 0.2, 0.9)
    assert toy.bins == (1, 0, 0, 1, 0, 0, 0, 0, 0, 3)  # 0.3 in binary is less than three tenths
    assert found.outcomes == (("wrong value", 4), ("passed", 1))
    assert [row.file for row in found.problems] == ["f", "g"]


def test_common_mistakes_are_counted_by_exercise() -> None:
    other = NamedMistake("toy/other", ("unclamped",), "Another", "toy/other#mistakes")
    both = NamedMistake(
        "toy/scale", ("unclamped", "shifted"), "The overlap is not clamped / Shifted", "toy/scale#mistakes"
    )
    rows = [
        answer("a", 1, mistake=UNCLAMPED),
        answer("b", 2, mistake=UNCLAMPED),
        answer("c", 1, mistake=both),
    ]
    found = summary([*rows, answer("d", 1, question="toy/other", mistake=other), answer("e", 1)])
    assert [(common.count, common.mistake) for common in found.mistakes] == [
        (2, UNCLAMPED),
        (1, other),
        (1, both),
    ]


def test_the_slowest_come_first() -> None:
    rows = [answer(f"{number}.py", milliseconds=float(number)) for number in range(9)]
    assert [row.file for row in summary(rows).slowest] == ["8.py", "7.py", "6.py", "5.py", "4.py"]


def test_layers_are_those_that_every_executed_answer_had() -> None:
    rows = [answer("a", layers=("x", "y")), answer("b", layers=("y", "z")), answer("c", 0, layers=())]
    assert summary(rows).layers == {"y"}
    assert summary(rows[2:]).layers is None


def test_nothing_at_all() -> None:
    assert summary([]).answers == 0
    assert b"0 of 0" in b"".join(page(summary([]), "x", 1, []))


def test_percents_are_honest_at_the_ends() -> None:
    shares = [0, 0.001, 0.5, 0.985, 0.995, 0.9999, 1]
    assert [percent(share) for share in shares] == ["0%", "<1%", "50%", "98%", "99%", "99%", "100%"]
    assert [bin_name(index) for index in (0, 3, 9)] == ["0-9%", "30-39%", "90-100%"]


def test_the_page_takes_everything_literally() -> None:
    rows = [
        answer("a|b/<b>*x*_.py", 3, message="x"),
        answer("p|q.py", 0, 0, outcome="wrong use", message="# no\n`x`"),
    ]
    text = b"".join(page(summary(rows), "/home/x_y", 7, ["a_b has 2 answers"])).decode()
    assert r"a\|b/\<b\>\*x\*\_.py" in text
    assert r"| p\|q.py | wrong use: \# no \`x\` |" in text
    assert "seed 7" in text and r"- a\_b has 2 answers" in text
    heads = [line for line in text.splitlines() if line.startswith("#")]
    assert heads == [
        r"# Grades of /home/x\_y", "## By exercise", "## Scores", "### toy/scale", "## Outcomes", "## Slowest",
        "## Notes", "## Not graded",
    ]  # fmt: skip
    tables = [line.count("|") - line.count(r"\|") for line in text.splitlines() if line.startswith("|")]
    assert set(tables) == {7, 3, 4}


def test_kinds_of_difference_are_counted_where_no_mistake_is_named() -> None:
    twice = "2 times the expected value"
    rows = [answer("a.py", 1, difference=twice), answer("b.py", 2, difference=twice), answer("c.py", 1)]
    told = summary(rows)
    assert [(d.count, d.question, d.text) for d in told.differences] == [(2, "toy/scale", twice)]
    text = b"".join(page(told, "answers", 1, [])).decode()
    assert "## Kinds of difference where no mistake is named" in text
    assert "| 2 | toy/scale | 2 times the expected value |" in text


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("2 times the expected value, in all 7 failing calls.", "2 times the expected value"),
        (
            "wrong only where `k` is 2: in both failing calls, and in none of the 9 that are right.",
            "wrong only where `k` is 2",
        ),
        ("wrong only in the cases of one edge: ties.", "wrong only in the cases of one edge: ties"),
    ],
)
def test_what_differs_from_answer_to_answer_is_left_out_of_a_difference(told: str, kept: str) -> None:
    record = {
        "file": "a.py",
        "question": "toy/scale",
        "outcome": "wrong value",
        "tests": [],
        "mistake": None,
        "seed": 1,
        "sandbox": [],
        "difference": {"kind": "scaled", "text": told},
    }
    assert row(record).difference == kept
    assert row(record | {"difference": None}).difference == ""
