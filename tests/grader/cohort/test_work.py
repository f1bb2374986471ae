"""One batch, in the process that grades it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.grader.cohort import work
from kb.grader.cohort.work import CannotGrade, grade_batch
from kb.grader.process.layers import NAMES
from kb.grader.process.selftest import SandboxError
from kb.grader.process.sources import Zygotes

from .conftest import RIGHT, TOYBANK, WRONG, batch

TORCH = "import torch\n" + RIGHT


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    yield
    work.close()


def test_a_record_for_each_answer_in_order() -> None:
    records = grade_batch(batch(WRONG, RIGHT, "def scale(:", TORCH))
    assert [record["outcome"] for record in records] == [
        "wrong value",
        "passed",
        "syntax or import error",
        "passed",
    ]
    assert [record["file"] for record in records] == ["a0.py", "a1.py", "a2.py", "a3.py"]
    assert records[0]["mistake"]["id"] == "adds"
    assert records[2]["expected_tests"] == records[1]["expected_tests"] == len(records[1]["tests"]) > 1
    assert {record["seed"] for record in records} == {1}
    rests_on = batch(RIGHT)
    assert (records[1]["sha256"], records[1]["rev"]) == (rests_on.answers[0].digest, rests_on.rev)
    assert records[1]["grader"] == rests_on.machine


def test_what_is_known_of_mistakes_stays_from_batch_to_batch() -> None:
    grade_batch(batch(WRONG))
    state = work._state
    assert state is not None
    (namer,) = state.namers.values()
    before = namer.remembered
    assert before > 0
    assert grade_batch(batch(WRONG))[0]["mistake"]["id"] == "adds"
    assert state.namers == {batch(WRONG).rev: namer} and namer.remembered == before


def test_a_namer_that_remembers_too_much_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "REMEMBERED", 0)
    grade_batch(batch(WRONG))
    state = work._state
    assert state is not None
    (first,) = state.namers.values()
    assert grade_batch(batch(WRONG))[0]["mistake"]["id"] == "adds"
    (second,) = state.namers.values()
    assert first is not second


def test_another_exercise_is_refused() -> None:
    with pytest.raises(CannotGrade, match="toy/scale differ where it is graded"):
        grade_batch(batch(RIGHT, rev="0" * 64))


def test_another_grader_is_refused() -> None:
    with pytest.raises(CannotGrade, match=r"have to be graded with kb 0\.0"):
        grade_batch(replace(batch(RIGHT), machine="kb 0.0"))


def test_an_exercise_that_is_not_here_is_refused() -> None:
    with pytest.raises(CannotGrade, match="cannot load toy/nothing"):
        grade_batch(replace(batch(RIGHT), exercise="toy/nothing"))


def test_an_error_of_the_grader_stays_with_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is tried twice, and the others are graded."""
    tries: list[str] = []
    real = work.grade_each

    def fails(answers: list[object], *arguments: object, **named: object) -> object:
        sources = [answer.source for answer in answers]  # type: ignore[attr-defined]
        bad = next((place for place, source in enumerate(sources) if "BAD" in source), len(sources))
        real(answers[:bad], *arguments, **named)  # type: ignore[arg-type]
        if bad < len(sources):
            tries.append(sources[bad])
            raise OSError("no processes left")
        return []

    monkeypatch.setattr(work, "grade_each", fails)
    bad = RIGHT + "# BAD\n"
    records = grade_batch(batch(RIGHT, bad, WRONG))
    assert [record["outcome"] for record in records] == ["passed", "grader error", "wrong value"]
    assert "OSError: no processes left" in records[1]["message"]
    assert tries == [bad, bad]


def test_an_error_that_passes_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    errors = iter([OSError("once")])
    real = work.grade_each

    def fails(*arguments: object, **named: object) -> object:
        for error in errors:
            raise error
        return real(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "grade_each", fails)
    assert [record["outcome"] for record in grade_batch(batch(RIGHT, WRONG))] == ["passed", "wrong value"]


def test_a_sandbox_that_does_not_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(zygotes: object) -> None:
        raise SandboxError("no landlock (not in this kernel)")

    monkeypatch.setattr(work, "require", refuses)
    with pytest.raises(CannotGrade, match="no landlock"):
        grade_batch(batch(RIGHT, sandbox=True))
    assert grade_batch(batch(RIGHT))[0]["outcome"] == "passed"


def test_a_sandbox_is_tested_once_in_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    tested: list[object] = []
    monkeypatch.setattr(work, "require", tested.append)
    grade_batch(batch(RIGHT, sandbox=True))
    grade_batch(batch(RIGHT, sandbox=True))
    assert len(tested) == 1


def test_a_layer_that_is_lost_on_the_way_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Zygotes are started anew now and then, and the machine may offer less by then."""
    without = frozenset({"audit hook"})
    monkeypatch.setattr(work, "require", lambda zygotes: None)
    monkeypatch.setattr(work, "Zygotes", lambda hiding: Zygotes(without=without, hiding=hiding))
    with pytest.raises(CannotGrade, match="disappeared while grading"):
        grade_batch(batch(RIGHT, sandbox=True))
    assert grade_batch(batch("def scale(:", sandbox=True))[0]["outcome"] == "syntax or import error"


def test_answers_have_all_layers_where_they_are_required() -> None:
    try:
        (record,) = grade_batch(batch(RIGHT, sandbox=True))
    except CannotGrade as error:
        pytest.skip(str(error))
    assert set(record["sandbox"]) >= set(NAMES)


def test_a_process_that_ends_takes_its_zygotes_and_folders_along(tmp_path: Path) -> None:
    code = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[3])!r})
from kb.grader.cohort import work
from tests.grader.cohort.conftest import RIGHT, batch
work.grade_batch(batch(RIGHT))
print(work._state.zygotes.get("numpy")._process.pid)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True,
        env=os.environ | {"TMPDIR": str(tmp_path), "KB_BANK": str(TOYBANK)},
    )  # fmt: skip
    with pytest.raises(ProcessLookupError):
        os.kill(int(done.stdout), 0)
    assert not list(tmp_path.iterdir())
