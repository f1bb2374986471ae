"""The verdict for a person: the first thing to mend, in at most one screen. Plain lines; the terminal adds color."""

from __future__ import annotations

import textwrap
from pathlib import Path

from kb.grader.verdict import Mistake, TestResult, Verdict

PRINTED_LINES = 5
WIDTH = 100


def lines(verdict: Verdict, path: Path, everything: bool = False, width: int = WIDTH) -> list[str]:
    """The report on an answer.

    Args:
        verdict: what the grader found.
        path: the learner's file, for the summary line.
        everything: every failed test, not only the first.
        width: of the terminal; prose is wrapped to it, values are not.
    """
    if verdict.passed:
        took = sum(test.milliseconds for test in verdict.tests) / 1000
        return [
            f"PASSED  {path.name} answers {verdict.question}: all {len(verdict.tests)} tests, {took:.1f} s"
        ]
    failed = verdict.failed
    ran = len(verdict.tests)
    head = f"NOT PASSED  {path.name} for {verdict.question}: {len(failed)} of {ran} tests failed"
    if verdict.not_run:
        head += f", {verdict.not_run} were not run"
    out = [head, ""]
    for test in failed if everything else failed[:1]:
        out += [*test_lines(test, width), ""]
    if verdict.mistake is not None:
        out += [*mistake_lines(verdict.mistake, width), ""]
    rest = len(failed) - 1
    if rest > 0 and not everything:
        out.append(f"{rest} more failed; mend this one first, or see all with --all.")
    out.append(f"Repeat with the same inputs: --seed {verdict.seed}")
    return out


def test_lines(test: TestResult, width: int = WIDTH) -> list[str]:
    """One failed test: what was called, what came, what should have."""
    out = [test.id, *_wrapped(f"{test.outcome}: {test.message}", width)]
    if test.input:
        out += _labelled("called", test.input)
    if test.expected is not None:
        out += _labelled("expected", test.expected)
    if test.got is not None:
        out += _labelled("got", test.got)
    if test.max_error is not None and test.outcome in ("wrong value", "wrong gradient"):
        out += _labelled("error", f"{test.max_error:.3g} at most, in absolute value")
    if test.printed.strip():
        said = test.printed.strip().splitlines()
        more = [f"… and {len(said) - PRINTED_LINES} lines more"] if len(said) > PRINTED_LINES else []
        out += _labelled("printed", "\n".join([*said[:PRINTED_LINES], *more]))
    return out


def mistake_lines(mistake: Mistake, width: int = WIDTH) -> list[str]:
    every = (mistake, *mistake.also)
    if len(every) == 1:
        out = [f"This looks like a known mistake: {mistake.title}."]
    else:
        out = ["This looks like one of these known mistakes, which give the same here:"]
    for one in every:
        if len(every) > 1:
            out.append(f"  - {one.title}.")
        out += _wrapped(one.explanation, width)
        out.append(f"  Read on: {one.page}")
    return out


def _wrapped(text: str, width: int) -> list[str]:
    out = []
    for paragraph in text.split("\n\n"):
        joined = " ".join(paragraph.split())
        out += textwrap.wrap(joined, max(20, width), initial_indent="  ", subsequent_indent="  ")
    return out


def _labelled(label: str, text: str) -> list[str]:
    first, *others = text.splitlines() or [""]
    return [f"  {label:<9} {first}", *(f"  {'':<9} {other}" for other in others)]
