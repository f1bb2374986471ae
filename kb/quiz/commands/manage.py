"""The commands ``reset`` and ``export``: the history as a whole."""

from __future__ import annotations

import json

from kb.bank import roots as bank_roots
from kb.progress import Store
from kb.progress.rules.history import names
from kb.quiz.find import bank
from kb.quiz.rules.options import Everywhere, Reset
from kb.quiz.rules.status import OK
from kb.quiz.screen.confirm import confirm
from kb.quiz.screen.screen import Screen


def export(args: Everywhere) -> int:
    """Print the history as one JSON object, whose answers are those of ``Store.export``."""
    with Store.open() as store:
        found = {"schema": 1, "answers": store.export()}
    screen = Screen()
    screen.raw(json.dumps(found, ensure_ascii=screen.ascii_only, indent=1))
    return OK


def reset(args: Reset) -> int:
    """Set answers aside, after asking: of questions, of topics, or all."""
    ids: list[str] | None = None
    if args.what:
        roots = bank_roots(args.bank)
        ids = list(names(q for what in args.what for q in bank.questions(roots, what)))
    screen = Screen()
    with Store.open() as store:
        store.check_writable()
        count = len(store.answers(ids))
        if not count and not store.aids(ids):
            screen.line("Nothing to reset: there are no answers.")
            return OK
        given = f"{count} answer{'' if count == 1 else 's'}" if count else "hints"
        what = f"the {given} to {' '.join(args.what) or 'everything'}"
        if not args.yes:
            confirm(
                screen,
                f"Set aside {what}?",
                alone=f"this would set aside {what}; --yes does it",
                again="y sets them aside, n leaves them",
                no="nothing was reset",
            )
        store.reset(ids)
    screen.line(f"Set aside: {what}. The questions are new again.")
    return OK
