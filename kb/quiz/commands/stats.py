"""The command ``stats``: what was done, page by page and day by day."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from kb.bank import roots as bank_roots
from kb.progress.model.answered import Answered
from kb.progress.rules.edges import only_edges
from kb.progress.rules.history import histories
from kb.progress.rules.stats import Day, Topic, by_day, by_topic, days_in_a_row
from kb.quiz.find import bank
from kb.quiz.history.history import now, open_recorder
from kb.quiz.rules import when
from kb.quiz.rules.options import Stats
from kb.quiz.rules.status import OK
from kb.quiz.screen.screen import Screen

DAYS = 14
NARROW = 60


def stats(args: Stats) -> int:
    """Print the numbers, for people or as JSON."""
    questions = bank.questions(bank_roots(args.bank), args.topic)
    recorder = open_recorder(not args.no_record, write=False)
    answers = recorder.answers
    if args.topic is not None:
        answers = [one for own in histories(answers, questions).values() for one in own]
    moment = now()
    topics = by_topic(questions, answers, recorder.states(questions, moment), moment)
    days = by_day(answers)
    nearly = only_edges(questions, answers)
    screen = Screen()
    if args.json:
        found = as_json(topics, days, answers, moment) | {"only_edges": nearly}
        screen.raw(json.dumps(found, ensure_ascii=screen.ascii_only))
        return OK
    if not answers:
        screen.line("Nothing answered yet. Begin: python -m kb.quiz --topic detection")
        return OK
    _topics(screen, topics)
    _days(screen, days, moment)
    _edges(screen, nearly)
    return OK


def as_json(
    topics: Iterable[Topic], days: Iterable[Day], answers: Iterable[Answered], moment: datetime
) -> dict[str, object]:
    """``{"schema": 1, "topics": [...], "days": [...], "answers": n, "days_in_a_row": n}``.

    ``stats`` adds ``"only_edges": {id: [edge, ...]}``: exercises whose core is right and whose edges are open.
    """
    days = list(days)
    keys = ("topic", "questions", "answered", "due", "learned", "answers", "right")
    return {
        "schema": 1,
        "topics": [{key: getattr(topic, key) for key in keys} for topic in topics],
        "days": [
            {"day": d.day.isoformat(), "answers": d.answers, "right": d.right, "seconds": d.seconds}
            for d in days
        ],
        "answers": sum(1 for _ in answers),
        "days_in_a_row": days_in_a_row(days, moment.astimezone().date()),
    }


def _topics(screen: Screen, topics: Iterable[Topic]) -> None:
    from rich.table import Table
    from rich.text import Text

    wide = screen.width >= NARROW
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("page", overflow="fold")
    names = ("met", "due", "learned", "answers", "right") if wide else ("met", "due", "right")
    for name in names:
        table.add_column(name, justify="right", no_wrap=True)
    for topic in topics:
        share = "" if topic.right_share is None else f"{topic.right_share:.0%}"
        cells = {"due": topic.due, "learned": topic.learned, "answers": topic.answers, "right": share}
        met = f"{topic.answered}/{topic.questions}"
        style = "" if topic.answers else "dim"
        table.add_row(Text(topic.topic), met, *(str(cells[name]) for name in names[1:]), style=style)
    screen.show(table)
    screen.line()


def counted(answers: int) -> str:
    """``1 answer``, ``2 answers``."""
    return f"{answers} answer{'' if answers == 1 else 's'}"


def _days(screen: Screen, days: tuple[Day, ...], moment: datetime) -> None:
    """A bar a day of the last two weeks."""
    from rich.text import Text

    today = moment.astimezone().date()
    found = {entry.day: entry for entry in days}
    most = max((entry.answers for entry in days), default=1)
    rows: list[tuple[Text, Text]] = []
    for back in range(DAYS - 1, -1, -1):
        day = today - timedelta(days=back)
        entry = found.get(day)
        if entry is None:
            if rows:
                rows.append((Text(f"{day:%a %d %b}", style="dim"), Text("")))
            continue
        bar = screen.fold("█") * max(1, round(entry.answers / most * max(5, screen.width - 45)))
        text = f" {counted(entry.answers)}, {entry.right} right, {when.seconds(entry.seconds)}"
        rows.append((Text(f"{day:%a %d %b}"), Text.assemble((bar, "green"), text)))
    screen.columns(list(rows))
    row = days_in_a_row(days, today)
    total = sum(entry.answers for entry in days)
    screen.line()
    screen.line(f"{counted(total)} in all; {row} day{'' if row == 1 else 's'} in a row.", "bold")


def _edges(screen: Screen, nearly: dict[str, tuple[str, ...]]) -> None:
    """Exercises of which only special cases are missing."""
    if not nearly:
        return
    several = "exercises have their" if len(nearly) > 1 else "exercise has its"
    screen.line()
    screen.line(f"{len(nearly)} {several} core right, and edges open:", "bold")
    screen.columns([(id, ", ".join(edges)) for id, edges in sorted(nearly.items())], indent=2)
