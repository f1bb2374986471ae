"""Grade one answer for a program that may not be trusted with the cases: the other end of ``kb.grader.run.submission``.

The main program of an isolated process, see ``kb.isolated``. A request comes on standard input, as JSON: the answer's
text and name, and what was asked for. What is found goes to standard output, one JSON object a line: ``begun`` with the
exercise and the seed, then ``graded``; or ``refused`` or ``failed`` with a reason for the user.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kb.bank import BankError, roots
from kb.grader.answer.exercise import exercise_of
from kb.grader.answer.file import Answer, AnswerError
from kb.grader.model.outcome import DeviceError, GraderError
from kb.grader.model.verdict import Verdict
from kb.grader.process import interrupt
from kb.grader.report.lines import lines, test_lines
from kb.grader.run import plugin
from kb.grader.run.driver import grade

Tell = Callable[..., None]


def main() -> int:
    """Grade what is asked for; the exit status is 0 when a verdict or a refusal was told."""
    # Nothing but what is told below gets into the pipe.
    pipe = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def tell(**found: Any) -> None:
        print(json.dumps(found), file=pipe, flush=True)

    signal.signal(signal.SIGTERM, lambda number, frame: interrupt.press())
    try:
        with interrupt.deferred():
            _grade(json.load(sys.stdin), tell)
    except (AnswerError, DeviceError, BankError) as error:
        tell(refused=" ".join(str(error).split()))
    except GraderError as error:
        tell(failed=" ".join(str(error).split()))
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return 0


def _grade(asked: dict[str, Any], tell: Tell) -> None:
    answer = Answer(Path(asked["path"]), asked["source"])
    exercise = exercise_of(answer, roots(None), asked["question"])
    seed = secrets.randbelow(1 << 31) if asked["seed"] is None else asked["seed"]
    tell(begun={"question": exercise.id, "seed": seed})
    cases: list[dict[str, Any]] = []

    def collected(every: Sequence[Any], concerned: Sequence[Any]) -> None:
        for item in every:
            marks = sorted({mark.name for mark in item.iter_markers()} - {"parametrize"})
            cases.append({"id": plugin.case_id(item), "marks": marks, "concerns": item in concerned})

    verdict = grade(answer, exercise, seed=seed, device=asked["device"], collected=collected)
    tell(graded=as_shown(verdict, cases, answer.path, asked["width"]))


def as_shown(verdict: Verdict, cases: list[dict[str, Any]], path: Path, width: int) -> dict[str, Any]:
    """The verdict as it is shown: the tests of the exercise with their outcomes, and the report."""
    results = {test.id: test for test in verdict.tests}
    stopped, last = _stopped(verdict), verdict.tests[-1].id
    for case in cases:
        test = results.get(case["id"])
        if test is None:
            case["reason"] = f"not run: {stopped or 'other tests failed'}"
            continue
        case["passed"], case["milliseconds"] = test.passed, test.milliseconds
        case["reason"] = f"{test.outcome}: {test.message}"
        case["lines"] = [] if test.passed else test_lines(test, width)[1:]  # pytest shows the name
        if stopped and test.id == last:
            case["stops"] = stopped
    return {"cases": cases, "passed": verdict.passed, "report": lines(verdict, path, width=width)}


def _stopped(verdict: Verdict) -> str | None:
    """Why tests were not run that the last one kept from running."""
    last = verdict.tests[-1]
    if not verdict.not_run:
        return None
    if last.id == "loads":
        return "the answer does not load"
    return f"stopped after {last.outcome}: every further test would wait as long"
