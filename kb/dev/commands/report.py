"""The report of ``kb.dev check --report``: kill rates and mutation scores, as a table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from kb.dev.commands import counts
from kb.dev.commands.checked import Report
from kb.dev.mutate.score import Score
from kb.dev.prove import kills
from kb.dev.prove.exercises import Proof

SCHEMA = 1
WIDTH = 110  # of a report that goes into a file


def as_json(report: Report, scores: Mapping[str, Score]) -> dict[str, Any]:
    exercises = {}
    for proof in report.proofs:
        score = scores.get(proof.exercise)
        exercises[proof.exercise] = kills.as_json(proof.kills) | {"mutants": score and score.as_json()}
    result: dict[str, Any] = {"schema": SCHEMA, "exercises": exercises, "totals": totals(report, scores)}
    return result if report.bank is None else result | {"pages": counts.by_page(report.bank)}


def totals(report: Report, scores: Mapping[str, Score]) -> dict[str, Any]:
    every = [kill for proof in report.proofs for kill in proof.kills]
    total, killed = sum(s.total for s in scores.values()), sum(s.killed for s in scores.values())
    equivalent = sum(len(s.equivalent) for s in scores.values())
    return {
        "pages": report.pages,
        "questions": report.questions,
        "exercises": report.exercises,
        "accepted": report.accepted,
        "mistakes": len(every),
        "rejected_by_named_test": sum(kill.rejected for kill in every),
        "mutants": {
            "total": total,
            "killed": killed,
            "survived": total - killed - equivalent,
            "equivalent": equivalent,
            "score": round(killed / max(total - equivalent, 1), 4),
        },
        "findings": len(report.findings),
    }


def write(report: Report, scores: Mapping[str, Score], file: Path) -> None:
    text = json.dumps(as_json(report, scores), indent=2, ensure_ascii=False)
    file.write_text(f"{text}\n", encoding="utf-8")


def show(report: Report, scores: Mapping[str, Score]) -> None:
    """The table, the mistakes that hang on one test, and the mutants that survive without an argument."""
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console.width = WIDTH
    if report.bank is not None:
        console.print(counts.table(report.bank))
        console.print()
    console.print(table(report, scores))
    for proof in report.proofs:
        alone = {kill.mistake: kill.failed[0] for kill in proof.kills if len(kill.failed) == 1}
        for mistake, test in alone.items():
            console.print(f"{proof.exercise}: only {test} rejects {mistake}", soft_wrap=True)
    for exercise, score in scores.items():
        for mutant in score.survived:
            console.print(f"{exercise}: no test rejects {mutant}", soft_wrap=True)


def table(report: Report, scores: Mapping[str, Score]) -> Table:
    """One row an exercise. "Tests" are those that reject a mistake, each by itself: fewest, median, most."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    made.add_column("exercise")
    for name in (
        "accepted",
        "mistakes",
        "rejected as named",
        "tests each",
        "alone",
        "mutants",
        "killed",
        "equivalent",
        "score",
    ):
        made.add_column(name, justify="right")
    accepted = (
        {exercise.id: len(exercise.accepted) for exercise in report.bank.exercises} if report.bank else {}
    )
    for proof in report.proofs:
        right = str(accepted.get(proof.exercise, ""))
        made.add_row(proof.exercise, right, *_row(proof, scores.get(proof.exercise)))
    sums = totals(report, scores)
    mutants = sums["mutants"]
    made.add_section()
    made.add_row(
        f"{sums['exercises']} exercises",
        str(sums["accepted"]),
        str(sums["mistakes"]),
        str(sums["rejected_by_named_test"]),
        "",
        str(sum(sum(kills.caught_alone(proof.kills).values()) for proof in report.proofs)),
        *(str(mutants[name]) for name in ("total", "killed", "equivalent")),
        f"{mutants['score']:.3f}",
    )
    return made


def _row(proof: Proof, score: Score | None) -> list[str]:
    counts = sorted(len(kill.failed) for kill in proof.kills)
    spread = f"{counts[0]} / {counts[len(counts) // 2]} / {counts[-1]}" if counts else ""
    mine = [
        str(len(counts)),
        str(sum(kill.rejected for kill in proof.kills)),
        spread,
        str(sum(kills.caught_alone(proof.kills).values())),
    ]
    if score is None:
        return [*mine, "", "", "", ""]
    return [*mine, str(score.total), str(score.killed), str(len(score.equivalent)), f"{score.value:.3f}"]
