"""``python -m kb.dev named``: of wrong answers that nobody foresaw, how many get a name or a description?

The wrong answers are mutants of the references. They are graded in full, as an answer is, and no mistake file was
written with them in mind.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, as_completed
from dataclasses import asdict, dataclass
from dataclasses import replace as changed
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.table import Table

from kb.bank import load
from kb.bank.model.question import Code
from kb.dev.commands.checks import part
from kb.dev.mutate.bundle import bundle
from kb.dev.mutate.mutants import LIMITS, references
from kb.dev.mutate.mutation import Mutant, mutants
from kb.dev.prove import kept
from kb.dev.tree import Tree
from kb.grader import Verdict
from kb.grader.advice.match import MistakeMatcher
from kb.grader.run.attempt import Attempt, Scope
from kb.grader.run.driver import run_attempts

SEED = 1
SAMPLE = 8  # wrong answers to each exercise
TRIES = 3  # mutants drawn for each of these: some pass

Told = Literal["named", "described", "neither"]

# Nothing is forbidden to a reference, and its speed does not matter.
SCOPE = Scope(timed=False, searched=False)


@dataclass(frozen=True)
class Naming:
    """What the verdict on one wrong answer said about it."""

    exercise: str
    mutant: str
    outcome: str
    failed: tuple[str, ...]
    mistake: str | None = None
    difference: str | None = None

    @property
    def told(self) -> Told:
        if self.mistake is not None:
            return "named"
        return "described" if self.difference is not None else "neither"


def measure(exercise: Code, count: int = SAMPLE, seed: int = SEED) -> list[Naming]:
    """Grade ``count`` mutants of the reference that fail, drawn with ``seed``; runs in a process of its own."""
    reference = references(exercise)[0]
    module, _, attribute = reference.partition(":")
    drawn = mutants(module, attribute)
    random.Random(f"{seed} {exercise.id}").shuffle(drawn)
    drawn = drawn[: TRIES * count]
    free = changed(exercise, forbid=())
    namer = MistakeMatcher(free)
    told: list[Naming] = []
    graded = iter(drawn)

    def attempts() -> Iterator[Attempt]:
        for mutant in drawn:
            if len(told) == count:
                return
            answer = bundle(module, attribute, exercise.entry, {mutant.module: mutant.source})
            yield Attempt(answer, free, seed=seed, zygotes=kept.zygotes(LIMITS), namer=namer, scope=SCOPE)

    def finished(verdict: Verdict) -> None:
        mutant = next(graded)
        if not verdict.passed:
            told.append(naming(exercise, mutant, verdict))

    run_attempts(attempts(), free, finished)
    return told


def naming(exercise: Code, mutant: Mutant, verdict: Verdict) -> Naming:
    mistake, difference = verdict.mistake, getattr(verdict, "difference", None)
    return Naming(
        exercise.id,
        str(mutant),
        verdict.outcome,
        tuple(test.id for test in verdict.failed),
        None if mistake is None else " / ".join(one.id for one in (mistake, *mistake.also)),
        None if difference is None else difference.text,
    )


def share(namings: Sequence[Naming], told: Told) -> float:
    return sum(each.told == told for each in namings) / max(len(namings), 1)


def table(namings: Sequence[Naming]) -> Table:
    """One row an exercise, and their sum."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    made.add_column("exercise")
    for name in ("wrong answers", "named", "described", "neither", "share"):
        made.add_column(name, justify="right")
    for exercise in sorted({each.exercise for each in namings}):
        made.add_row(exercise, *_row([each for each in namings if each.exercise == exercise]))
    made.add_section()
    made.add_row("all", *_row(namings))
    return made


def _row(namings: Sequence[Naming]) -> list[str]:
    counts = [sum(each.told == told for each in namings) for told in ("named", "described", "neither")]
    return [str(len(namings)), *map(str, counts), f"{1 - share(namings, 'neither'):.0%}"]


def run(
    tree: Tree,
    subjects: Sequence[str] = (),
    count: int = SAMPLE,
    seed: int = SEED,
    file: Path | None = None,
    advance: Callable[[int, int], None] = lambda done, of: None,
) -> int:
    """The command: a table on standard output; ``file`` gets the text about each answer, as JSON.

    Raises:
        LookupError: there is no such page or exercise.
    """
    exercises = part(load((tree.questions,)), subjects).exercises
    namings: list[Naming] = []
    with kept.pool() as pool:
        tasks: list[Future[list[Naming]]] = [
            pool.submit(measure, exercise, count, seed) for exercise in exercises
        ]
        for done, task in enumerate(as_completed(tasks), start=1):
            namings += task.result()
            advance(done, len(tasks))
    namings.sort(key=lambda each: (each.exercise, each.mutant))
    if file is not None:
        rows = [{**asdict(each), "told": each.told} for each in namings]
        file.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    Console(highlight=False, markup=False).print(table(namings))
    return 0
