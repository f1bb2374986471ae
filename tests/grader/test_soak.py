"""Fourteen hundred answers through one process, a third of them hostile: nothing grows, and every verdict is as declared."""

from __future__ import annotations

import gc
import resource
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import pytest
from arena import Arena, open_files
from corpus import LAYERS, LIMITS, RIGHT, Attack, attacks

from kb.bank.model.question import Code
from kb.grader import Answer, Verdict, Zygotes, grade_each

ANSWERS = 1400
WARM, MIDDLE = 400, 900  # where memory is measured first, and again; then at the end
PARENT_MAY_GROW, ZYGOTE_MAY_GROW = 5 << 19, 5 << 18  # bytes, over 500 answers: 5 kB each would show
# Not here what costs a second each by its nature: floods, bombs, memory, long sources.
HEAVY = (
    "memory",
    "flood",
    "bomb",
    "huge",
    "wide",
    "raises_its_limits",
    "many",
    "long",
    "deep_paren",
    "files",
)


@dataclass(frozen=True)
class State:
    """What must not grow."""

    parent: int
    zygote: int
    files: frozenset[str]
    processes: int
    folders: int


def resident(pid: int | str) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()


def look(arena: Arena, zygotes: Zygotes) -> State:
    gc.collect()
    pid = zygotes.get("numpy")._process.pid
    # A process that is being made in advance, or is about to leave, counts in neither.
    count = min(len(arena.processes()) for _ in range(5))
    folders = sum(1 for path in arena.scratch.rglob("*") if path.is_dir())
    return State(resident("self"), resident(pid), frozenset(open_files()), count, folders)


def hostile() -> list[Attack]:
    every = [attack for attack in attacks() if not attack.waits and attack.library == "numpy"]
    return [attack for attack in every if not any(word in attack.name for word in HEAVY)]


@pytest.mark.slow
def test_soak(toy: Code, tmp_path: Path) -> None:
    """Measured after a warm-up, in the middle and at the end: what grows with every answer grows in both halves."""
    chosen = hostile()
    assert len(chosen) > 120
    given: list[Attack | None] = []
    wrong: list[str] = []
    states: list[State] = []
    with Arena(tmp_path, toy) as arena, Zygotes(LIMITS, hiding=(str(arena.answers),)) as zygotes:

        def answers() -> Iterator[Answer]:
            for number, attack in enumerate(islice(cycle(chosen), ANSWERS)):
                if number in (WARM, MIDDLE):
                    states.append(look(arena, zygotes))
                hit = number % 3 == 0
                given.append(attack if hit else None)
                yield Answer(Path("answer.py"), arena.fill(attack.source) if hit else RIGHT)

        def hear(verdict: Verdict) -> None:
            attack = given[-1]
            layers = verdict.sandbox or LAYERS  # none where nothing was executed
            expected = attack.outcome(layers) if attack else "passed"
            if verdict.outcome != expected:
                wrong.append(
                    f"{len(given)}, {attack.name if attack else 'right'}: {verdict.outcome}, not {expected}"
                )

        grade_each(answers(), arena.exercise, hear, seed=5, zygotes=zygotes, naming=False)
        states.append(look(arena, zygotes))
    assert wrong == []
    assert len(given) == ANSWERS
    warm, middle, end = states
    assert end.parent - middle.parent < PARENT_MAY_GROW, states
    assert end.zygote - middle.zygote < ZYGOTE_MAY_GROW, states
    assert warm.files == middle.files == end.files
    assert warm.processes >= middle.processes >= end.processes > 0, states
    assert warm.folders == middle.folders == end.folders, states
    print(states)
