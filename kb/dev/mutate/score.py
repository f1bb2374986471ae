"""Mutation scores: how many mutants of a reference the cases of its exercise reject."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, as_completed
from dataclasses import dataclass

from kb.bank.model.question import Code
from kb.dev.finding import Finding
from kb.dev.mutate import equivalent
from kb.dev.mutate.equivalent import Equivalent
from kb.dev.mutate.mutants import Batch, batches, survivors
from kb.dev.mutate.mutation import Mutant
from kb.dev.prove import kept
from kb.dev.tree import Tree
from kb.grader import GraderError

LEAST = 0.95
SHOWN = 5  # survivors in the text of a finding


@dataclass(frozen=True)
class Score:
    """What became of the mutants of one exercise."""

    total: int
    survived: tuple[Mutant, ...] = ()  # without those that are argued to be equivalent
    equivalent: tuple[Mutant, ...] = ()

    @property
    def killed(self) -> int:
        return self.total - len(self.survived) - len(self.equivalent)

    @property
    def value(self) -> float:
        """Of the mutants that can be told from the reference, the share that is rejected."""
        return self.killed / max(self.total - len(self.equivalent), 1)

    def as_json(self) -> dict[str, object]:
        return {
            "total": self.total,
            "killed": self.killed,
            "survived": [mutant.as_json() for mutant in self.survived],
            "equivalent": [mutant.as_json() for mutant in self.equivalent],
            "score": round(self.value, 4),
        }


def measure(
    tree: Tree,
    exercises: Sequence[Code],
    advance: Callable[[int, int], None] = lambda done, of: None,
    everything: bool = True,
) -> tuple[dict[str, Score], list[Finding]]:
    """The score of every exercise that can be graded, and what is wrong.

    Args:
        tree: where the equivalent mutants are argued.
        exercises: those that are measured.
        advance: told of every portion.
        everything: whether these are all exercises; an argument for another one's mutant is stale only then.

    Raises:
        LookupError: a reference is not there.
        ValueError: an argument for an equivalent mutant is not written as it should be.
    """
    portions = [portion for exercise in exercises for portion in batches(exercise)]
    made: dict[str, list[Mutant]] = {exercise.id: [] for exercise in exercises}
    for portion in portions:
        made[portion.exercise.id] += portion.mutants
    survived, found = _grade(portions, advance)
    modules = sorted({mutant.module for several in made.values() for mutant in several})
    entries = [
        entry for module in modules for entry in equivalent.read(equivalent.path_of(tree, module), module)
    ]
    scores = {name: _score(name, made[name], several, entries) for name, several in survived.items()}
    found += equivalent.stale(entries, survived, made) if everything else []
    low = [each for each in exercises if each.id in scores and scores[each.id].value < LEAST]
    return scores, [*found, *(_too_low(exercise, scores[exercise.id]) for exercise in low)]


def _grade(
    portions: Sequence[Batch], advance: Callable[[int, int], None]
) -> tuple[dict[str, list[Mutant]], list[Finding]]:
    """The survivors by exercise, without those exercises whose mutants cannot be graded."""
    survived: dict[str, list[Mutant]] = {portion.exercise.id: [] for portion in portions}
    failed: dict[str, Finding] = {}
    with kept.pool() as pool:
        tasks: dict[Future[list[Mutant]], Batch] = {pool.submit(survivors, each): each for each in portions}
        for done, task in enumerate(as_completed(tasks), start=1):
            exercise = tasks[task].exercise
            try:
                survived[exercise.id] += task.result()
            except GraderError as error:
                failed[exercise.id] = Finding(str(exercise.cases), f"no mutation score: {error}")
            advance(done, len(tasks))
    graded = {name: several for name, several in survived.items() if name not in failed}
    return graded, list(failed.values())


def _score(
    exercise: str, made: Sequence[Mutant], survived: Sequence[Mutant], entries: Sequence[Equivalent]
) -> Score:
    known = [entry for entry in entries if entry.concerns(exercise)]
    argued = [mutant for mutant in survived if any(entry.matches(mutant) for entry in known)]
    left = [mutant for mutant in survived if mutant not in argued]
    return Score(len(made), tuple(sorted(left)), tuple(sorted(argued)))


def _too_low(exercise: Code, score: Score) -> Finding:
    shown = "".join(f"\n    {mutant}" for mutant in score.survived[:SHOWN])
    more = f"\n    and {len(score.survived) - SHOWN} more" if len(score.survived) > SHOWN else ""
    what = (
        f"its mutation score is {score.value:.3f}, expected at least {LEAST}; these mutants pass every case:"
    )
    return Finding(str(exercise.cases), f"{what}{shown}{more}")
