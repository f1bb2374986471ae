"""Core and edges at the terminal: NOT YET, a rating of its own, statistics, and tables of a cohort."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from .conftest import RIGHT, SQUARED, Program

EDGES = """edges:
  empty input: [test_empty]
  large values: [test_large]
"""
CASES = """

def test_empty(solution):
    solution(np.zeros(0)).close(np.zeros(0))


def test_large(solution):
    solution(np.array([1e300])).close(np.array([2e300]))
"""
NEARLY = "# question: lab/double\ndef double(x):\n    return x + x if len(x) else None\n"
CAREFUL = "# question: lab/double\ndef double(x):\n    return (x + x).clip(None, 99) if len(x) else None\n"
NOT_YET = "NOT YET  the core is right (2 of 2); open: empty input (1 of 2)"


@pytest.fixture
def edged(quiz: Program, tmp_path: Path) -> Program:
    """The program with a bank whose exercise has two edges, of one test each."""
    bank = tmp_path / "bank"
    shutil.copytree(quiz.bank, bank)
    folder = bank / "lab" / "double"
    for name, more in (("question.yaml", EDGES), ("test_double.py", CASES)):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(more)
    quiz.bank = bank
    return quiz


def test_grade_says_not_yet_and_rates_hard(edged: Program) -> None:
    edged.write(NEARLY)
    found = edged.run("grade", "double.py")
    assert found.returncode == 1
    lines = found.stdout.splitlines()
    assert lines[:4] == [NOT_YET, "  double.py for lab/double: 1 of 4 tests failed", "", "test_empty"]
    assert "Rated hard" in found.stdout
    (answer,) = edged.history()
    assert (answer["right"], answer["rating"]) == (False, "hard")
    assert answer["detail"]["only_edges"] is True  # type: ignore[index]
    assert answer["detail"]["parts"] == [  # type: ignore[index]
        {"name": "core", "passed": 2, "tests": 2},
        {"name": "empty input", "passed": 0, "tests": 1},
        {"name": "large values", "passed": 1, "tests": 1},
    ]


def test_a_core_fault_is_rated_again(edged: Program) -> None:
    edged.write(SQUARED)
    found = edged.run("grade", "double.py")
    assert found.stdout.startswith("NOT PASSED  double.py for lab/double: ")
    (answer,) = edged.history()
    assert (answer["rating"], answer["detail"]["only_edges"]) == ("again", False)  # type: ignore[index]


def test_json_names_the_part_of_each_test(edged: Program) -> None:
    edged.write(NEARLY)
    found = json.loads(edged.run("grade", "double.py", "--json", "--no-record").stdout)
    assert {test["id"]: test["part"] for test in found["tests"]} == {
        "loads": "core", "test_values": "core", "test_empty": "empty input", "test_large": "large values",
    }  # fmt: skip
    assert found["outcome"] == "wrong type"
    assert found["parts"][1] == {"name": "empty input", "passed": 0, "tests": 1}
    wrong = json.loads(edged.run("grade", "gone.py", "--json", "--no-record").stdout)
    assert wrong["parts"] == []


def test_stats_count_what_has_only_edges_open(edged: Program) -> None:
    edged.write(CAREFUL)
    edged.run("grade", "double.py")
    told = edged.run("stats", "--topic", "lab")
    assert "1 exercise has its core right, and edges open:" in told.stdout
    assert "lab/double" in told.stdout
    assert "empty input, large values" in told.stdout
    found = json.loads(edged.run("stats", "--topic", "lab", "--json").stdout)
    assert found["only_edges"] == {"lab/double": ["empty input", "large values"]}
    edged.write(RIGHT)
    edged.run("grade", "double.py")
    assert "edges open" not in edged.run("stats", "--topic", "lab").stdout
    assert json.loads(edged.run("stats", "--topic", "lab", "--json").stdout)["only_edges"] == {}


def test_a_cohort_tells_core_from_edges(edged: Program) -> None:
    texts = {"ada": RIGHT, "bob": NEARLY, "cyd": CAREFUL, "dee": SQUARED, "eve": "def double(:\n"}
    for name, text in texts.items():
        (edged.folder / "in" / name).mkdir(parents=True)
        (edged.folder / "in" / name / "double.py").write_text(text)
    done = edged.run("grade-all", "in", "--workers", "1", COLUMNS="100")
    assert done.returncode == 1, done.stderr
    head, row = (
        line.split() for line in done.stdout.splitlines() if line.startswith(("exercise", "lab/double  "))
    )
    assert head[-2:] == ["core", "right"]
    assert (row[1], row[2], row[-1]) == ("5", "1", "3")
    assert "2 more have the core right, and only edges open." in done.stdout
    block = done.stdout.partition("Edges that are open where the core is right")[2].split("\n\n")[0]
    assert [line.split() for line in block.strip().splitlines()] == [
        ["2", "lab/double:", "empty", "input"],
        ["1", "lab/double:", "large", "values"],
    ]
    with (edged.folder / "grades" / "verdicts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["student folder"]: row for row in csv.DictReader(file)}
    columns = ("core tests passed", "core tests", "edge tests passed", "edge tests", "open edges")
    assert list(rows["ada"])[-5:] == list(columns)
    assert [rows["cyd"][name] for name in columns] == ["2", "2", "0", "2", "empty input, large values"]
    assert [rows["ada"][name] for name in columns] == ["2", "2", "2", "2", ""]
    assert rows["eve"]["core tests passed"] == "0"
    page = (edged.folder / "grades" / "summary.md").read_text()
    assert "| lab/double | 5 | 1 | 20% |" in page and page.split("| lab/double | 5 |")[1].split("\n")[
        0
    ].endswith("| 3 |")
    assert "2 more have the core right, and only edges open." in page
    assert "| 2 | lab/double | empty input |" in page


def test_verdicts_of_an_earlier_release_are_read(edged: Program) -> None:
    """They say nothing of parts, and have no say in the tables of edges."""
    from kb.grader.cohort.row import row
    from kb.grader.cohort.summary import summary

    edged.write(NEARLY)
    record = json.loads(edged.run("grade", "double.py", "--json", "--no-record").stdout)
    record |= {"file": "ada/double.py", "student": "ada", "expected_tests": 4}
    now = summary([row(record)])
    assert [(edge.count, edge.edge) for edge in now.open_edges] == [(1, "empty input")]
    del record["parts"]
    for test in record["tests"]:
        del test["part"]
    before = row(record)
    assert (before.core, before.edges, before.core_right) == (None, (), False)
    assert (summary([before]).open_edges, summary([before]).only_edges) == ((), 0)
