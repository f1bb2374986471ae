"""The command: what is measured, how often, and where it goes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kb.bank import load
from kb.bank.model.question import Code
from kb.dev.bench import EXERCISES, PARTS, QUICKEST, result
from kb.dev.bench.row import Row
from kb.dev.bench.table import terminal
from kb.dev.tree import Tree
from kb.grader.process.source import Library


@dataclass(frozen=True)
class Plan:
    """What is measured, and how often."""

    exercises: Sequence[Code]
    libraries: Sequence[Library]
    rounds: int
    answers: int

    @classmethod
    def made(cls, tree: Tree, options: argparse.Namespace) -> Plan:
        from kb.dev.bench.pick import libraries

        every = load((tree.questions,)).exercises
        exercises = [exercise for exercise in every if exercise.id in EXERCISES] or list(every)
        if options.quick:
            return cls([exercise for exercise in exercises if exercise.id == QUICKEST], ["numpy"], 1, 6)
        return cls(exercises, libraries(), max(1, options.rounds), max(10, options.answers))

    def part(self, name: str) -> Iterator[Row]:
        """Measure one part; what is imported for it is its own."""
        if name == "start":
            from kb.dev.bench import startup

            shown = next((e for e in self.exercises if e.id == "detection/box_iou"), self.exercises[0])
            return startup.measure(startup.programs(shown, self.libraries), self.rounds)
        if name == "plugin":
            from kb.dev.bench import plugin

            return plugin.measure(3 * self.rounds)
        if name == "watch":
            from kb.dev.bench import watched

            return watched.measure(self.exercises, self.libraries, self.rounds)
        if name == "worker":
            from kb.dev.bench import workers

            return workers.measure(self.libraries, 3 * self.rounds)
        from kb.dev.bench import cohort

        return cohort.measure(self.exercises, self.libraries, self.answers, self.rounds)


def run(tree: Tree, options: argparse.Namespace, tell: Callable[[str], None] | None = None) -> int:
    """Measure, show, write. 1 where a bound is exceeded and ``--strict`` asks."""
    tell = tell or (lambda text: print(text, file=sys.stderr, flush=True))
    plan = Plan.made(tree, options)
    rows: list[Row] = []
    for name in options.only or PARTS:
        tell(f"measuring: {name}")
        for row in plan.part(name):
            rows.append(row)
    print(terminal(rows))
    found = result.as_json(rows)
    if options.json is not None:
        options.json.write_text(result.text(found), encoding="utf-8")
    if options.write:
        result.write(tree, found)
    return int(options.strict and not all(row.holds for row in rows))
