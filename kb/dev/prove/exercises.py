"""The proof of an exercise: the starter fails, right answers pass, every mistake is rejected by the test it names."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.bank.decode.edges import SPEED
from kb.bank.model.names import close
from kb.bank.model.question import CORE, Code
from kb.content import shown
from kb.dev.finding import Finding
from kb.dev.prove import kept, styles
from kb.dev.prove.kills import Kill, kill
from kb.grader import Answer, GraderError, Verdict, grade_many, read_answer
from kb.grader.advice.known import describe
from kb.grader.run.attempt import Attempt, Scope
from kb.grader.run.driver import run_attempts
from kb.grader.run.reference import grade_reference

SEEDS = (1, 20261122)


@dataclass(frozen=True)
class Proof:
    """What is wrong with one exercise, and by which tests each of its mistakes is rejected (with the first seed)."""

    exercise: str
    findings: tuple[Finding, ...]
    kills: tuple[Kill, ...] = ()


def prove(exercise: Code) -> Proof:
    """Everything that is wrong with one exercise; runs in a process of its own."""
    kills: list[Kill] = []
    try:
        found = [
            *_described(exercise),
            *_starter(exercise),
            *_references(exercise),
            *_answers(exercise, kills),
        ]
    except ImportError as error:
        what = f"{exercise.id}: the reference {exercise.reference} cannot be imported: {error}"
        found = [Finding(str(exercise.location), what)]
    except (GraderError, OSError, ValueError, SyntaxError) as error:
        found = [Finding(str(exercise.folder), str(error))]
    return Proof(exercise.id, tuple(found), tuple(kills))


def _described(exercise: Code) -> Iterator[Finding]:
    if not exercise.mistakes or not exercise.accepted:
        yield Finding(str(exercise.folder), "needs at least one file in mistakes/ and one in accepted/")
    if len(exercise.hints) < 3:
        yield Finding(
            str(exercise.location), f"{exercise.id} has {len(exercise.hints)} hints, not three steps"
        )
    yield from styles.check(exercise)


def _starter(exercise: Code) -> Iterator[Finding]:
    answer = read_answer(exercise.starter)
    if answer.declared != exercise.id:
        yield Finding(str(exercise.starter), f"the first line should be `# question: {exercise.id}`")


def _references(exercise: Code) -> Iterator[Finding]:
    """The reference itself, and the one in the torch module beside it where there is one."""
    module, _, attribute = exercise.reference.partition(":")
    for name in (module, f"{module}_torch"):
        if name != module and importlib.util.find_spec(name) is None:
            continue
        found = getattr(importlib.import_module(name), attribute, None)
        if found is None:
            yield Finding(str(exercise.location), f"the reference {name}:{attribute} is not there")
            continue
        verdict = grade_reference(found, exercise, "torch" if name.endswith("_torch") else "numpy", SEEDS[0])
        if not verdict.passed:
            yield Finding(
                str(exercise.location), f"the reference {name}:{attribute} fails: {_first(verdict)}"
            )


def _answers(exercise: Code, kills: list[Kill]) -> Iterator[Finding]:
    """Grade all files; ``kills`` takes in what became of the mistakes.

    With the second seed a mistake meets only the tests that its docstring names.
    """
    paths = [exercise.starter, *exercise.accepted, *exercise.mistakes]
    answers = [_as_shown(path, exercise) for path in paths]
    zygotes = kept.zygotes()
    for seed in SEEDS:
        naming = seed == SEEDS[0]
        if naming:
            verdicts = grade_many(answers, exercise, seed=seed, zygotes=zygotes)
            yield from _edges(exercise, verdicts)
        else:
            named = [
                describe(path, exercise).caught_by if path in exercise.mistakes else () for path in paths
            ]
            verdicts = _again(answers, named, exercise, seed)
        for path, verdict in zip(paths, verdicts, strict=True):
            finding = _judge(path, verdict, exercise, naming)
            if finding is not None:
                yield finding
            if naming and path in exercise.mistakes:
                kills.append(kill(describe(path, exercise), verdict))


def _again(
    answers: Sequence[Answer], named: Sequence[Sequence[str]], exercise: Code, seed: int
) -> list[Verdict]:
    """Verdicts with another seed, of the tests that are named: other inputs are worth a look, the speed is the same."""
    attempts = (
        Attempt(
            answer,
            exercise,
            seed=seed,
            zygotes=kept.zygotes(),
            scope=Scope(timed=False, only=frozenset(only)),
        )
        for answer, only in zip(answers, named, strict=True)
    )
    verdicts: list[Verdict] = []
    run_attempts(attempts, exercise, verdicts.append)
    return verdicts


def _edges(exercise: Code, verdicts: Iterable[Verdict]) -> Iterator[Finding]:
    """Every test that is listed as an edge exists, and every answer is asked for more than edges."""
    expected = [frozenset(verdict.expected) for verdict in verdicts]
    ids: frozenset[str] = frozenset().union(*expected)
    known = ids | {name.partition("[")[0] for name in ids if "[" in name}
    for edge in exercise.edges:
        for name in edge.tests:
            if name not in known:
                near = close(name, known, 1)
                hint = f"; did you mean {near[0]}?" if near else ""
                yield Finding(str(exercise.location), f"edges: {edge.name}: there is no test {name}{hint}")
    for tests in expected:
        if all(id == "loads" or id.startswith(SPEED) or exercise.part(id) != CORE for id in tests):
            yield Finding(str(exercise.location), "edges: no test is left for the core")
            return


def _as_shown(path: Path, exercise: Code) -> Answer:
    """A file as it is graded; of a right answer the text that a learner is shown, who must be able to grade it."""
    if path in exercise.accepted:
        return Answer(path, shown.text(exercise, path))
    return read_answer(path)


def _judge(path: Path, verdict: Verdict, exercise: Code, naming: bool) -> Finding | None:
    if verdict.outcome == "grader error" or any(test.outcome == "grader error" for test in verdict.tests):
        return Finding(str(path), f"the grader fails on it: {_first(verdict)} (seed {verdict.seed})")
    if path == exercise.starter:
        return Finding(str(path), "the starter passes, so it contains the answer") if verdict.passed else None
    if path in exercise.accepted:
        what = f"a right answer is rejected: {_first(verdict)} (seed {verdict.seed})"
        return None if verdict.passed else Finding(str(path), what)
    return _rejected(path, verdict, exercise, naming)


def _rejected(path: Path, verdict: Verdict, exercise: Code, naming: bool) -> Finding | None:
    mistake = describe(path, exercise)
    failed = {test.id for test in verdict.failed}
    ran = [name for name in mistake.caught_by if naming or name in verdict.expected]
    missing = [name for name in ran if name not in failed]
    if missing:
        caught = ", ".join(sorted(failed)[:4]) or "no test"
        return Finding(
            str(path), f"{missing[0]} does not reject it (seed {verdict.seed}); rejected by {caught}"
        )
    named = verdict.mistake
    if naming and (named is None or mistake.id not in {named.id, *(other.id for other in named.also)}):
        return Finding(str(path), f"it is not recognized as itself but as {named.id if named else 'nothing'}")
    return None


def _first(verdict: Verdict) -> str:
    if not verdict.failed:
        return f"{verdict.not_run} tests were not run"
    test = verdict.failed[0]
    return f"{test.id}: {test.outcome}: {test.message}"
