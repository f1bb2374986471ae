"""The command ``grade-all``: a folder of answers in, grades out; ``kb.grader.cohort`` does the work.

With ``--json`` standard output has the records and nothing else; everything that is meant for people goes to standard
error then. The learner's own history is not touched: these are the answers of others.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kb.bank import roots as bank_roots
from kb.quiz.commands.ending import Ending
from kb.quiz.rules.options import GradeAll
from kb.quiz.rules.status import GRADER_FAILED, NOT_PASSED, OK, WRONG_USE, Refused
from kb.quiz.screen.cohort_screen import CohortScreen

if TYPE_CHECKING:
    from kb.grader.cohort.campaign import Campaign
    from kb.grader.cohort.cluster import Cluster
    from kb.grader.cohort.pool import LocalPool
    from kb.grader.cohort.roster import Roster
    from kb.grader.cohort.summary import Summary

INTERRUPTED = 130


def run(args: GradeAll) -> int:
    """Walk, grade, summarize; the exit statuses stand in ``kb.quiz.arguments.COHORT_STATUSES``."""
    from kb.grader.cohort.lock import Locked, lock

    out: Path = args.out
    if args.scheduler is not None and args.workers is not None:
        raise Refused(
            "--workers is about this machine; with --scheduler its workers are taken, as many as it has"
        )
    if not args.folder.is_dir():
        what = "is not a folder; `grade` grades one file" if args.folder.exists() else "does not exist"
        raise Refused(f"{args.folder} {what}")
    screen = CohortScreen(args.json)
    roster = _make_roster(args, screen)  # refuses before anything is made
    try:
        _make(out)
        held = lock(out)
    except Locked as holder:
        raise Refused(
            f"{out} is being written by {holder}; wait for it, or give --out another folder"
        ) from None
    except OSError as error:
        raise Refused(f"{out} cannot be written: {error.strerror or error}") from None
    with held:
        return _locked(args, screen, roster)


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{out} cannot be made: {error.strerror or error}") from None


def going_on(fresh: bool, where: str) -> str:
    """How to go on after an interruption; once more with --fresh would begin at the beginning."""
    return f"the same command {'without --fresh ' if fresh else ''}goes on from {where}"


def _locked(args: GradeAll, screen: CohortScreen, roster: Roster) -> int:
    """All of it, while no other run writes to the same folder."""
    from kb.grader.cohort.campaign import Campaign, OtherFolder, Plan

    plan = Plan(args.folder, args.out, args.bank, args.seed, args.require_sandbox, args.fresh)
    try:
        campaign = Campaign(plan, roster)
    except OtherFolder as other:
        raise Refused(
            f"{args.out} has the grades of {other}; give --out another folder, or --fresh to start over"
        ) from None
    except OSError as error:
        raise Refused(f"{args.out} cannot be written: {error.strerror or error}") from None
    with Ending() as ending:
        try:
            trouble, status = _grade(args, screen, campaign, roster, ending)
            found = _finish(args, screen, campaign, complete=not trouble and ending.number is None)
        finally:
            campaign.ledger.close()
    if ending.number is not None:
        screen.note(f"Interrupted. T{going_on(args.fresh, 'here')[1:]}.", "warn")
        ending.finish()
        return INTERRUPTED
    if trouble:
        raise Refused(trouble, status)
    if not roster.entries:
        raise Refused(f"{args.folder} has no answer that can be graded")
    return _status(campaign, found)


def _make_roster(args: GradeAll, screen: CohortScreen) -> Roster:
    """Everything that is there, with its exercise; a line for each file that cannot be graded."""
    from kb.grader.cohort.roster import make_roster
    from kb.grader.cohort.walk import walk

    roots = bank_roots(args.bank)
    asked = None
    if args.question is not None:
        from kb.quiz.find.bank import exercise

        asked = exercise(roots, args.question).id
    try:
        walked = walk(args.folder, args.out)
    except OSError as error:
        raise Refused(f"{args.folder} cannot be read: {error.strerror or error}") from None
    with screen.reading(len(walked.found)) as progress:
        roster = make_roster(walked, roots, asked, progress, here=args.scheduler is None)
    for problem in roster.problems:
        screen.problem(problem)
    for note in roster.notes:
        screen.note(note, "warn")
    if roster.skipped:
        several = "s or folders of tools were" if roster.skipped > 1 else " or folder of tools was"
        screen.note(f"{roster.skipped} hidden file{several} left out")
    if not roster.entries and not roster.problems:
        raise Refused(f"{args.folder} has no Python files")
    return roster


def _grade(
    args: GradeAll, screen: CohortScreen, campaign: Campaign, roster: Roster, ending: Ending
) -> tuple[str, int]:
    """Grade what is to be graded; why it could not go on, and the exit status that says it."""
    from kb.grader.cohort.cluster import ClusterUnavailable
    from kb.grader.cohort.dispatch import ClusterLost
    from kb.grader.cohort.work import CannotGrade

    screen.earlier(campaign)
    screen.records(campaign.begin())
    if not campaign.todo:
        return "", OK
    try:
        backend = _backend(args, len(campaign.todo))
    except ClusterUnavailable as error:
        return str(error), WRONG_USE
    graded = 0
    screen.start(campaign, backend)
    try:
        with screen.grading(len(campaign.todo)) as advance:
            for records in campaign.grade(
                backend, backend.workers, lambda: ending.number is not None, screen.problem
            ):
                graded += len(records)
                screen.records(records)
                advance(len(records))
    except (CannotGrade, ClusterLost) as error:
        on = going_on(args.fresh, "there")
        kept = f"; {graded} answers were graded before, and {on}" if graded else ""
        return f"{error}{kept}", GRADER_FAILED if graded else WRONG_USE
    finally:
        backend.close()
    return "", OK


def _backend(args: GradeAll, answers: int) -> LocalPool | Cluster:
    if args.scheduler is not None:
        from kb.grader.cohort.cluster import Cluster

        return Cluster(args.scheduler)
    from kb.grader.cohort.pool import LocalPool

    return LocalPool(min(args.workers or processors(), answers))


def processors() -> int:
    """How many of them this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _finish(args: GradeAll, screen: CohortScreen, campaign: Campaign, complete: bool) -> Summary:
    from kb.grader.process.layers import lacking

    found, lines = campaign.finish(complete)
    screen.summary(found, campaign, args.out)
    if found.layers is not None and (absent := lacking(found.layers)):
        screen.note(absent, "warn")
    for line in lines:
        screen.note(line, "wrong")
    if campaign.ledger.unsaved:
        why = campaign.ledger.trouble
        reason = (why.strerror or str(why)) if why is not None else "unknown"
        screen.note(
            f"{campaign.ledger.unsaved} verdicts are not saved ({reason}): free some space; then "
            f"{going_on(args.fresh, 'there')} and grades only those.",
            "wrong",
        )
    campaign.unwritten = bool(lines) or campaign.ledger.unsaved > 0
    return found


def _status(campaign: Campaign, found: Summary) -> int:
    if campaign.unwritten or any(row.outcome == "grader error" for row in found.problems):
        return GRADER_FAILED
    return OK if found.passed == found.answers and not found.problems else NOT_PASSED
