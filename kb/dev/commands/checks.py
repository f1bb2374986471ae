"""All checks of the content; the proofs run in parallel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, as_completed
from dataclasses import replace
from typing import Any

from kb.bank import Bank, BankError, load
from kb.bank.decode import schema as bank_schema
from kb.bank.model.names import close
from kb.bank.model.question import Question
from kb.dev.commands.checked import Report
from kb.dev.finding import Finding
from kb.dev.pages import formulas, pages, terms
from kb.dev.prove import answers, covered, guessing, kept, mirror, parsers, unfinished
from kb.dev.prove.exercises import Proof, prove
from kb.dev.tree import Tree


def check(
    tree: Tree,
    advance: Callable[[int, int], None] = lambda done, of: None,
    subjects: Sequence[str] = (),
) -> Report:
    """Check everything below ``tree``.

    Args:
        tree: what is checked.
        advance: told how many of how many proofs are done.
        subjects: pages and exercises; only what belongs to these is proved, where there are any.

    Raises:
        LookupError: there is no such page or exercise.
    """
    try:
        bank = load((tree.questions,))
    except BankError as error:
        findings = tuple(Finding(str(problem.location), problem.what) for problem in error.problems)
        return Report(findings or (Finding(tree.show(tree.questions), str(error)),))
    found = [*mirror.check(tree), *pages.check(tree, bank), *_schema(tree), *guessing.check(bank)]
    found += [*covered.check(tree, bank, not subjects), *terms.check(tree)]
    found += [*unfinished.check(tree), *formulas.check(tree, bank)]
    whole, bank = bank, part(bank, subjects)
    proofs, more = _prove(bank, whole, advance)
    found += [*more, *(finding for proof in proofs for finding in proof.findings)]
    exercises = bank.exercises
    return Report(
        tuple(sorted(set(found))),
        len(tree.pages()),
        len(bank.questions) - len(exercises),
        len(exercises),
        sum(len(exercise.mistakes) for exercise in exercises),
        sum(len(exercise.accepted) for exercise in exercises),
        proofs,
        bank,
    )


def part(bank: Bank, subjects: Sequence[str]) -> Bank:
    """The questions of these pages and exercises; all of them where none is named."""
    known = {name for question in bank.questions for name in (question.topic, question.id)}
    for name in subjects:
        if name not in known:
            near = close(name, known, 1)
            raise LookupError(
                f"no page and no exercise {name}" + (f"; did you mean {near[0]}?" if near else "")
            )
    wanted = set(subjects) or known
    return replace(bank, questions=tuple(q for q in bank.questions if {q.topic, q.id} & wanted))


def _schema(tree: Tree) -> Iterator[Finding]:
    path = tree.questions / bank_schema.NAME
    if not path.is_file() or path.read_text(encoding="utf-8") != bank_schema.text():
        yield Finding(tree.show(path), "is not current; `python -m kb.dev schema` writes it")


def _prove(
    bank: Bank, whole: Bank, advance: Callable[[int, int], None]
) -> tuple[tuple[Proof, ...], list[Finding]]:
    """Exercises one by one, and all other questions in one go, over the processors."""
    others = [question for question in bank.questions if question not in bank.exercises]
    # What takes longest goes first, so that no processor is left with it at the end: speed is measured, many files.
    order = sorted(bank.exercises, key=lambda each: (each.performance is None, -len(each.mistakes)))
    with kept.pool() as pool:
        proofs: list[Future[Proof]] = [pool.submit(prove, exercise) for exercise in order]
        answers = pool.submit(
            _questions, tuple(others), whole
        )  # one may be about an exercise of another page
        alike = pool.submit(_parsed, bank.questions)
        tasks: list[Future[Any]] = [*proofs, answers, alike]
        for done, _ in enumerate(as_completed(tasks), start=1):
            advance(done, len(tasks))
        ordered = sorted((task.result() for task in proofs), key=lambda proof: proof.exercise)
        return tuple(ordered), [*answers.result(), *alike.result()]


def _questions(questions: tuple[Question, ...], bank: Bank) -> list[Finding]:
    return [finding for question in questions for finding in answers.check(question, bank)]


def _parsed(questions: tuple[Question, ...]) -> list[Finding]:
    return list(parsers.check(questions))
