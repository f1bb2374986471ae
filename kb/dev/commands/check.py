"""``python -m kb.dev check``: run the checks, show what they found."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from kb.dev.commands import report as shown
from kb.dev.commands.checked import Report
from kb.dev.commands.checks import check
from kb.dev.finding import Finding
from kb.dev.mutate.score import Score, measure
from kb.dev.tree import Tree


def run(tree: Tree, figures: bool = False, file: Path | None = None, subjects: Sequence[str] = ()) -> int:
    """The command: progress on a terminal, findings on standard output, 1 when there are any.

    Args:
        tree: what is checked.
        figures: whether kill rates and mutation scores are measured and shown as well.
        file: where the figures are written as JSON.
        subjects: as in ``check``.
    """
    scores: dict[str, Score] = {}
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        bar = progress.add_task("proving", total=None)
        report = check(tree, lambda done, of: progress.update(bar, completed=done, total=of), subjects)
        if figures and report.bank is not None:
            bar = progress.add_task("mutants", total=None)
            report, scores = score(
                tree, report, lambda done, of: progress.update(bar, completed=done, total=of), not subjects
            )
    if figures:
        shown.show(report, scores)
        if file is not None:
            shown.write(report, scores, file)
    for finding in report.findings:
        print(finding)
    print(report.summary())
    return 1 if report.findings else 0


def score(
    tree: Tree,
    report: Report,
    advance: Callable[[int, int], None] = lambda done, of: None,
    everything: bool = True,
) -> tuple[Report, dict[str, Score]]:
    """Mutation scores by exercise, and the report with what is wrong with them; ``everything`` as in ``measure``."""
    assert report.bank is not None
    try:
        scores, found = measure(tree, report.bank.exercises, advance, everything)
    except (LookupError, ValueError) as error:
        scores, found = {}, [Finding("mutants", str(error))]
    return replace(report, findings=tuple(sorted({*report.findings, *found}))), scores
