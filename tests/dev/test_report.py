"""``kb.dev check --report``: kill rates and mutation scores, counted by hand on a small shop."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.bank.model.question import Code
from kb.dev.__main__ import main
from kb.dev.prove.exercises import prove
from kb.dev.prove.kills import caught_alone
from kb.dev.tree import Tree

Build = Callable[..., Tree]

# Three tests each: that the answer loads, and two cases. The comments of conftest.MISTAKES derive the counts.
BY_MISTAKE = {
    "a_little_more": {"named": ["test_above"], "failed_tests": 2, "tests": 3},
    "all_low": {"named": ["test_above"], "failed_tests": 1, "tests": 3},
    "as_it_was": {"named": ["test_below"], "failed_tests": 1, "tests": 3},
    "from_above": {"named": ["test_below", "test_above"], "failed_tests": 2, "tests": 3},
}


def test_which_tests_reject_a_mistake(shop: Build, exercise: Callable[[Tree], Code]) -> None:
    proof = prove(exercise(shop("shop_kills")))
    assert proof.findings == ()
    assert {kill.mistake: kill.as_json() for kill in proof.kills} == BY_MISTAKE
    assert {kill.mistake: kill.failed for kill in proof.kills} == {
        "a_little_more": ("test_below", "test_above"),
        "all_low": ("test_above",),
        "as_it_was": ("test_below",),
        "from_above": ("test_below", "test_above"),
    }
    assert caught_alone(proof.kills) == {"test_above": 1, "test_below": 1}


@pytest.mark.slow
def test_the_report_of_a_checkout(
    shop: Build, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing but the exercise is there, which is found, and the figures are written all the same."""
    shop("shop_report")
    file = tmp_path / "report.json"
    assert main(["--root", str(tmp_path), "check", "--report", str(file)]) == 1
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["schema"] == 1
    mine = told["exercises"]["toy/clip"]
    assert (mine["mistakes"], mine["rejected_by_named_test"]) == (4, 4)
    assert mine["by_mistake"] == BY_MISTAKE
    assert mine["caught_alone"] == {"test_above": 1, "test_below": 1}
    (survivor,) = mine["mutants"].pop("survived")
    assert survivor["mutated"] == "return np.where(x <= low, low, x)"
    assert mine["mutants"] == {"total": 7, "killed": 6, "equivalent": [], "score": 0.8571}
    assert told["totals"]["mutants"] == {
        "total": 7,
        "killed": 6,
        "survived": 1,
        "equivalent": 0,
        "score": 0.8571,
    }
    counts = {
        name: told["totals"][name] for name in ("pages", "questions", "exercises", "accepted", "mistakes")
    }
    assert counts == {"pages": 0, "questions": 0, "exercises": 1, "accepted": 3, "mistakes": 4}
    said = capsys.readouterr().out
    assert "toy/clip" in said
    assert "only test_below rejects as_it_was" in said
    assert "its mutation score is 0.857, expected at least 0.95" in said


def test_the_check_alone_makes_no_mutants(
    shop: Build, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop("shop_check")
    monkeypatch.setattr("kb.dev.commands.check.score", lambda *_: pytest.fail("mutants are made"))
    main(["--root", str(tmp_path), "check"])
    assert "mutation" not in capsys.readouterr().out
