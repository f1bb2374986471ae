"""Which exercise each file answers."""

from __future__ import annotations

import shutil
from pathlib import Path

from kb.bank import load_one
from kb.grader.cohort import identity

from .conftest import RIGHT, TOYBANK, Fill, roster_of


def test_by_comment_and_by_name(fill: Fill) -> None:
    bare = RIGHT.partition("\n")[2]
    roster = roster_of(fill({"a/scale.py": bare, "b/final.py": RIGHT}))
    assert [(entry.found.file, entry.exercise) for entry in roster.entries] == [
        ("a/scale.py", "toy/scale"),
        ("b/final.py", "toy/scale"),
    ]
    assert not roster.problems


def test_one_exercise_for_all(fill: Fill) -> None:
    roster = roster_of(fill({"a/x.py": "# question: other/thing\n", "b.py": "x = 1\n"}), "toy/scale")
    assert {entry.exercise for entry in roster.entries} == {"toy/scale"}


def test_problems_name_the_file_and_what_to_do(fill: Fill) -> None:
    roster = roster_of(
        fill({"a.py": "x = 1\n", "b.py": "# question: toy/scales\n", "c.py": "", "d/scale.py": RIGHT})
    )
    assert [str(problem).partition(";")[0] for problem in roster.problems] == [
        "a.py: it does not say which exercise it answers",
        "b.py: there is no exercise toy/scales",
        "c.py: it is empty",
    ]
    assert "did you mean toy/scale?" in str(roster.problems[1])
    assert [entry.found.file for entry in roster.entries] == ["d/scale.py"]


def test_two_answers_of_one_person_are_noted(fill: Fill) -> None:
    roster = roster_of(fill(dict.fromkeys(["a/one.py", "a/two.py", "b/one.py", "x.py", "y.py"], RIGHT)))
    assert len(roster.entries) == 5
    assert roster.notes == ["a/ has 2 answers to toy/scale; all of them are graded"]


def test_the_digest_of_an_exercise_follows_what_a_verdict_rests_on(tmp_path: Path) -> None:
    shutil.copytree(TOYBANK, tmp_path / "bank")
    folder = tmp_path / "bank" / "toy" / "scale"

    def digest() -> str:
        return identity.of_exercise(load_one((tmp_path / "bank",), "toy/scale"))

    before = digest()
    (folder / "__pycache__").mkdir(exist_ok=True)
    (folder / "__pycache__" / "x.pyc").write_bytes(b"x")
    (folder / "mistakes" / "__pycache__").mkdir(exist_ok=True)
    (folder / "mistakes" / "__pycache__" / "x.pyc").write_bytes(b"x")
    (folder / ".swp").write_bytes(b"x")
    assert digest() == before == identity.of_exercise(load_one((TOYBANK,), "toy/scale"))
    (folder / "test_scale.py").write_text((folder / "test_scale.py").read_text() + "\n")
    changed = digest()
    assert changed != before
    (folder / "mistakes" / "new.py").write_text("x")
    assert digest() not in (before, changed)


def test_the_grader_has_a_digest_with_its_versions() -> None:
    told = identity.of_machine()
    assert "kb " in told and "numpy " in told and told == identity.of_machine()
