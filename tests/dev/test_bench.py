"""The benchmark's table: medians after the first round, and each program's ratio to the one it is compared with."""

from __future__ import annotations

from kb.dev.bench import Program, measure, programs, table
from kb.dev.tree import Tree


def test_ratios_are_of_medians_without_the_first_round() -> None:
    every = [Program("base", ("base",)), Program("mine", ("mine",), against="base", at_most=2.5)]
    told = table(every, {"base": [9.0, 1.0, 2.0, 3.0], "mine": [9.0, 5.0, 3.0, 4.0]}).splitlines()
    assert told[1].split() == ["base", "9.00", "s", "2.00", "s"]
    assert told[2].split() == ["mine", "9.00", "s", "4.00", "s", "2.00", "x", "`base`", "(at", "most", "2.5)"]


def test_every_program_runs() -> None:
    every = [program for program in programs(Tree.here()) if "torch" not in program.name]
    seconds = measure(every, rounds=1)
    assert {name: len(values) for name, values in seconds.items()} == {program.name: 2 for program in every}
    assert {program.against for program in every} <= {None, *seconds}
