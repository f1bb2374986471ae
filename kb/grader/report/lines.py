"""A verdict as text: the first thing to fix, in at most one screen. Plain lines; the terminal adds color."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kb.bank.model.question import CORE
from kb.bank.model.unmarked import unmarked
from kb.grader.compare.describe import clean
from kb.grader.model.verdict import Mistake, TestResult, Verdict
from kb.grader.report.layout import Part, cells, cut, fit, plain, wrap

WIDTH = 100
ROWS = 20  # of the 24 that a terminal has at least: the command that was typed, what follows, and the next prompt
PRINTED_LINES = 5
NAMED = 3  # mistakes that cannot be told apart
LABEL = 12  # columns, from which on values stand
NAME = 40  # columns of a file's name, or of an exercise's

# What is cut first where rows are short.
PRINTED, EXPLAINED, BLANK, CALLED, VALUES, SAID, HEAD = range(7)


def lines(
    verdict: Verdict,
    path: Path,
    everything: bool = False,
    width: int = WIDTH,
    rows: int = ROWS,
    more: str = "--all",
) -> list[str]:
    """The report on an answer.

    Args:
        verdict: what the grader found.
        path: the learner's file, for the first line.
        everything: every failed test and every line, not only a screen.
        width: of the terminal, 40 at least for the rows to suffice.
        rows: that may be filled, 20 at least.
        more: what the learner gives to see everything.
    """
    parts = list(
        _passed(verdict, path, width) if verdict.passed else _failed(verdict, path, everything, width, more)
    )
    if everything:
        return [line for part in parts for line in part.lines]
    out, shortened = fit(parts, rows, width)
    if shortened and len(verdict.failed) <= 1:  # otherwise a line says so already
        out, _ = fit([*parts, _said(f"Shortened to a screen; {more} shows the rest.", width, 1)], rows, width)
    return out


def _passed(verdict: Verdict, path: Path, width: int) -> Iterator[Part]:
    took = sum(test.milliseconds for test in verdict.tests) / 1000
    headline = (
        f"{_name(path.name)} answers {_name(verdict.question)}: all {len(verdict.tests)} tests, {took:.1f} s"
    )
    yield Part(wrap(headline, width, "PASSED  ", "  "), 3, HEAD)
    for warning in verdict.warnings:
        yield Part(wrap(warning, width, "Warning: ", "  "), 2, EXPLAINED)


def _failed(verdict: Verdict, path: Path, everything: bool, width: int, more: str) -> Iterator[Part]:
    failed = verdict.failed
    headline = f"{_name(path.name)} for {_name(verdict.question)}: {len(failed)} of {len(verdict.tests)} tests failed"
    if verdict.not_run:
        headline += f", {verdict.not_run} were not run"
    if verdict.only_edges:
        if verdict.spared:
            headline += "; speed is measured once they pass"
        yield Part(wrap(open_edges(verdict), width, "NOT YET  ", "  "), 2, HEAD)
        yield Part(wrap(headline, width, "  "), 0, HEAD)
    else:
        yield Part(wrap(headline, width, "NOT PASSED  ", "  "), 2, HEAD)
    yield _blank()
    for test in failed if everything else failed[:1]:
        yield from _test(test, width, everything)
        yield _blank()
    if verdict.difference is not None:
        yield _said(f"Looks like: {verdict.difference.text}", width, 2)
        yield _blank()
    if verdict.mistake is not None:
        yield from _mistake(verdict.mistake, width, everything)
        yield _blank()
    rest = len(failed) - 1
    if rest > 0 and not everything:
        yield _said(f"{rest} more failed. Fix this one first; {more} shows the rest.", width, 2)
    yield _said(f"Repeat with the same inputs: --seed {verdict.seed}", width, 2)


def open_edges(verdict: Verdict) -> str:
    """``the core is right (42 of 42); open: ties, empty input (5 of 13)``, of a verdict with ``only_edges``.

    The last numbers are the tests that did not pass, and all that decide an edge.
    """
    core = next(part for part in verdict.parts if part.name == CORE)
    edges = [part for part in verdict.parts if part.name != CORE]
    names = ", ".join(part.name for part in edges if part.open)
    missing, of = sum(part.tests - part.passed for part in edges), sum(part.tests for part in edges)
    return f"the core is right ({core.passed} of {core.tests}); open: {names} ({missing} of {of})"


def test_lines(test: TestResult, width: int = WIDTH) -> list[str]:
    """One failed test: the call, the result, the expected value."""
    return [line for part in _test(test, width, everything=True) for line in part.lines]


def mistake_lines(mistake: Mistake, width: int = WIDTH) -> list[str]:
    """A known mistake, and those that the cases cannot tell from it."""
    return [line for part in _mistake(mistake, width, everything=True) for line in part.lines]


def _test(test: TestResult, width: int, everything: bool) -> Iterator[Part]:
    yield Part([cut(plain(test.id), width)], 1, HEAD)
    yield Part(wrap(f"{test.outcome}: {test.message}", width, "  "), 2, SAID)
    if test.input:
        yield Part(_labelled("called", test.input, width), 1, CALLED)
    for label, text in (("expected", test.expected), ("got", test.got)):
        if text is not None:
            yield Part(_labelled(label, text, width), 1, VALUES)
    if test.max_error is not None and test.outcome in ("wrong value", "wrong gradient"):
        yield Part(_labelled("error", f"{test.max_error:.3g} at most, in absolute value", width), 1, VALUES)
    if test.printed.strip():
        yield Part(_printed(test.printed, width, everything), 0, PRINTED)


def _mistake(mistake: Mistake, width: int, everything: bool) -> Iterator[Part]:
    every = (mistake, *mistake.also)
    if mistake.second is not None and not mistake.also and not mistake.second.also:
        yield _said("This looks like two known mistakes at once:", width, 2)
        every = (mistake, mistake.second)
    elif len(every) == 1:
        yield _said(f"This looks like a known mistake: {unmarked(mistake.title)}.", width, 2)
    else:
        yield _said(
            "This looks like one of these known mistakes, which give the same results here:", width, 1
        )
    for number, one in enumerate(every if everything else every[:NAMED]):
        if len(every) > 1:
            yield Part(wrap(f"{unmarked(one.title)}.", width, "  - ", "    "), 1, SAID)
        yield Part(wrap(unmarked(one.explanation), width, "  "), 0, EXPLAINED)
        link = wrap(f"Read on: {one.page}", width, "  ")
        yield Part(link, 0 if number else 3, SAID if number else HEAD)  # what was cut can be read there
    more = len(every) - NAMED
    if more > 0 and not everything:
        yield Part([f"  - and {more} more"], 0, SAID)


def _labelled(label: str, text: str, width: int) -> list[str]:
    """A value beside its label, wrapped in its own column."""
    out: list[str] = []
    for line in text.splitlines() or [""]:
        begin = f"  {label:<9} " if not out else " " * LABEL
        inset = " " * min(8, len(line) - len(line.lstrip(" ")))
        out += wrap(line, width, begin + inset, " " * LABEL + inset) or [begin.rstrip()]
    return out


def _printed(text: str, width: int, everything: bool) -> list[str]:
    """What the answer printed; its columns are kept, so its lines are cut and not wrapped."""
    said = [clean(line.expandtabs(4), len(line) * 4) for line in text.strip().splitlines()]
    if len(said) > PRINTED_LINES and not everything:
        said = [*said[:PRINTED_LINES], f"… and {len(said) - PRINTED_LINES} lines more"]
    labelled = [f"  {'' if number else 'printed':<9} {line}" for number, line in enumerate(said)]
    return labelled if everything else [cut(line, width) for line in labelled]


def _said(text: str, width: int, least: int) -> Part:
    return Part(wrap(text, width), least, HEAD)


def _blank() -> Part:
    return Part([""], 0, BLANK)


def _name(text: str) -> str:
    return cut(plain(text), NAME) if cells(text) > NAME else plain(text)
