"""The pages about the grader say what it does."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

from kb.bank import load_one
from kb.grader import Answer, Zygotes, grade_many
from kb.grader.model.outcome import Outcome
from kb.grader.report.lines import lines
from kb.quiz.arguments import COMMANDS, build
from kb.quiz.rules import status

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "grading").glob("*.md"))
INDEX = (ROOT / "docs" / "grading" / "index.md").read_text(encoding="utf-8")


def section(name: str) -> str:
    return INDEX.partition(f"{{#{name}}}")[2].partition("\n## ")[0]


def test_every_outcome_is_explained_in_its_order() -> None:
    assert re.findall(r"^\| `([^`]+)` \|", section("outcomes"), flags=re.M) == list(get_args(Outcome))


def test_every_exit_status_is_explained() -> None:
    known = {status.OK, status.NOT_PASSED, status.WRONG_USE, status.GRADER_FAILED}
    assert {
        int(number) for number in re.findall(r"^\| (\d) \|", section("exit-statuses"), flags=re.M)
    } == known


def test_the_example_is_a_verdict(zygotes: Zygotes) -> None:
    """But for times, numbers of tests, what sandbox this machine offers, and what ``...`` stands for."""
    found = re.search(r"<!-- verdict: (\S+) (\S+) -->\n```json\n(.*?)```", INDEX, flags=re.S)
    assert found is not None
    exercise = load_one((ROOT / "questions",), found[1])
    source = (exercise.folder / "mistakes" / f"{found[2]}.py").read_text(encoding="utf-8")
    (verdict,) = grade_many([Answer(Path("a.py"), source)], exercise, seed=1, zygotes=zygotes)
    told, shown = verdict.as_json(), json.loads(found[3])
    assert list(shown) == list(told)
    assert agree(shown.pop("mistake"), told.pop("mistake"))
    tests = {test["id"]: test for test in told.pop("tests")}
    for test in shown.pop("tests"):
        assert test | {"milliseconds": 0} == tests[test["id"]] | {"milliseconds": 0}
    parts = [
        [(part["name"], part["passed"] == part["tests"]) for part in each.pop("parts")]
        for each in (shown, told)
    ]
    assert parts[0] == parts[1]
    assert shown | {"sandbox": []} == told | {"sandbox": []}


def test_the_line_about_edges_is_one(zygotes: Zygotes) -> None:
    """But for the numbers of tests."""
    found = re.search(r"<!-- verdict line: (\S+) (\S+) -->\n```text\n(.*)\n```", INDEX)
    assert found is not None
    exercise = load_one((ROOT / "questions",), found[1])
    path = exercise.folder / "mistakes" / f"{found[2]}.py"
    answer = Answer(path, path.read_text(encoding="utf-8"))
    (verdict,) = grade_many([answer], exercise, seed=1, zygotes=zygotes)
    assert re.sub(r"\d+", "n", found[3]) == re.sub(r"\d+", "n", lines(verdict, path)[0])


def agree(shown: dict[str, Any], told: dict[str, Any]) -> bool:
    def same(one: Any, other: Any) -> bool:
        return (
            other.startswith(one[:-3]) if isinstance(one, str) and one.endswith("...") else bool(one == other)
        )

    return list(shown) == list(told) and all(same(shown[name], told[name]) for name in told)


@pytest.fixture(scope="module")
def options_of_pytest() -> set[str]:
    """Those that its help lists, this project's own among them."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--help"], capture_output=True, text=True, check=True
    )
    assert "--submission-seed" in done.stdout
    return set(re.findall(r"--[a-z][\w-]*", done.stdout))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_and_options_exist(page: Path, options_of_pytest: set[str]) -> None:
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"python -m kb\.quiz ([a-z][\w-]*)", text)
    assert set(named) <= set(COMMANDS)
    options = set(re.findall(r"`(--[a-z][\w-]*)", text))
    assert options <= {option for name in COMMANDS for option in options_of(name)} | options_of_pytest


def options_of(command: str) -> set[str]:
    parser = build([command])
    actions = [action for action in parser._actions if action.dest == "command"]
    choices: Any = actions[0].choices
    return {option for action in choices[command]._actions for option in action.option_strings}
