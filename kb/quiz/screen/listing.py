"""``--list``: what there is, and where the learner stands.

With ``--json`` one object is printed; later versions only ever add keys::

    {"schema": 1,
     "topic": "detection" or null,
     "at": "2026-01-31T12:00:00+00:00",              the moment of the standing
     "counts": {"all": 52, "new": 40, "due": 2, "later": 10},
     "questions": [
       {"id": "detection/nms/tie-order", "rev": 1, "kind": "single", "topic": "detection/nms",
        "title": "Equal scores: ...",                 the exercise's title, else the prompt on one line
        "level": 1, "frequency": "core", "page": "detection/nms#how-it-works", "tags": [],
        "standing": "new" | "due" | "later",
        "due": "2026-02-03T12:00:00+00:00" or null,   null while it is new
        "last": "2026-01-30T..." or null, "answers": 3, "right": 2,
        "retrievability": 0.93 or null, "stability": 4.1 or null}]}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from kb.bank.model.question import Code, Question
from kb.progress.rules.schedule import State
from kb.quiz.rules.choose import Standing, standing
from kb.quiz.screen.screen import Screen
from kb.quiz.text.plain import without_glosses
from kb.quiz.text.texts import beginning, one_line

SCHEMA = 1
PREFIX = 240  # characters of a prompt, more than any line shows
WIDE = 72  # columns from which kind, level and text have a place
MISSED = ("✗", "red")  # due soon, and not for having been known
SIGNS: dict[Standing, tuple[str, str]] = {"new": ("○", ""), "due": ("●", "yellow"), "later": ("✓", "green")}


def as_json(
    questions: Sequence[Question], states: Mapping[str, State], now: datetime, topic: str | None
) -> dict[str, Any]:
    """The object that ``--list --json`` prints."""
    return {
        "schema": SCHEMA,
        "topic": topic,
        "at": now.isoformat(timespec="seconds"),
        "counts": counts(questions, states, now),
        "questions": [_entry(question, states.get(question.id), now) for question in questions],
    }


def counts(questions: Iterable[Question], states: Mapping[str, State], now: datetime) -> dict[str, int]:
    """How many there are, and how many of each standing."""
    found = [standing(states.get(question.id), now) for question in questions]
    return {"all": len(found), **{name: found.count(name) for name in SIGNS}}


def show(screen: Screen, questions: Sequence[Question], states: Mapping[str, State], now: datetime) -> None:
    """The list by pages."""
    pages: dict[str, list[Question]] = {}
    for question in questions:
        pages.setdefault(question.topic, []).append(question)
    widest = max((len(short(question)) for question in questions), default=0)
    for topic, own in pages.items():
        _page(screen, topic, own, states, now, widest)
    screen.line(f"{summary(counts(questions, states, now))}.", "bold")


def summary(found: Mapping[str, int]) -> str:
    """``52 questions: 2 due, 40 new, 10 later``."""
    noun = "question" if found["all"] == 1 else "questions"
    parts = [f"{found[name]} {name}" for name in ("due", "new", "later") if found[name]]
    return f"{found['all']} {noun}: {', '.join(parts)}" if parts else "no questions"


def short(question: Question) -> str:
    """The id without its page, under which it stands in the list; of an exercise the whole."""
    return question.id if isinstance(question, Code) else question.id.rpartition("/")[2]


def title(question: Question, ascii_only: bool = False, at_most: int | None = None) -> str:
    """What a question is about, on one line; made of the first ``at_most`` characters of the source."""
    source = question.title if isinstance(question, Code) else question.prompt
    return one_line(beginning(source, at_most) if at_most else source, ascii_only)


def _page(
    screen: Screen,
    topic: str,
    questions: Sequence[Question],
    states: Mapping[str, State],
    now: datetime,
    widest: int,
) -> None:
    """A heading, then a line for each question; a table of rich would take longer than reading the bank."""
    from rich.cells import set_cell_size
    from rich.text import Text

    wide = screen.width >= WIDE
    name = min(widest, screen.width - 12 if not wide else (screen.width - 34) // 2)
    text = summary(counts(questions, states, now)).partition(": ")[2]
    lines = [Text.assemble((topic, "bold"), (f"  {text}", "dim"))]
    for question in questions:
        sign, style = _sign(states.get(question.id), now)
        mark = set_cell_size(screen.fold(f"{sign} {_standing(states.get(question.id), now)}"), 10)
        if wide:
            facts = f"{question.kind:<8}  {question.level} {question.frequency:<6}  "
            left = screen.width - max(name, len(short(question))) - 32  # a long id takes room from its text
            about = _clipped(screen, title(question, screen.ascii_only, PREFIX), left)
            line = Text.assemble((mark, style), f"{short(question):<{name}}  ", (facts, "dim"), about)
        else:
            line = Text.assemble((mark, style), short(question))
        lines.append(line)
    screen.console.print(Text("\n").join(lines), soft_wrap=True)
    screen.line()


def _clipped(screen: Screen, text: str, width: int) -> str:
    """The text in at most ``width`` columns, with an ellipsis where something is cut off."""
    from rich.cells import cell_len, set_cell_size

    text = screen.fold(text if screen.shows_chinese else without_glosses(text))
    if cell_len(text) <= width:
        return text
    end = screen.fold("…")
    return set_cell_size(text, width - cell_len(end)).rstrip() + end if width > cell_len(end) else ""


def _sign(state: State | None, now: datetime) -> tuple[str, str]:
    if state is not None and state.streak == 0 and state.due > now:
        return MISSED
    return SIGNS[standing(state, now)]


def _standing(state: State | None, now: datetime) -> str:
    """``new``, ``due``, or how long until it is due: ``3 d``."""
    if state is None or standing(state, now) == "due":
        return "new" if state is None else "due"
    minutes = (state.due - now) / timedelta(minutes=1)
    for unit, size in (("y", 525960), ("mo", 43830), ("d", 1440), ("h", 60)):
        if minutes >= size * 0.96:
            return f"{max(1, round(minutes / size))} {unit}"
    return f"{max(1, round(minutes))} min"


def _entry(question: Question, state: State | None, now: datetime) -> dict[str, Any]:
    return {
        "id": question.id,
        "rev": question.rev,
        "kind": question.kind,
        "topic": question.topic,
        "title": title(question),
        "level": question.level,
        "frequency": question.frequency,
        "page": question.page,
        "tags": list(question.tags),
        "standing": standing(state, now),
        "due": None if state is None else state.due.isoformat(timespec="seconds"),
        "last": None if state is None else state.last.isoformat(timespec="seconds"),
        "answers": 0 if state is None else state.count,
        "right": 0 if state is None else state.right,
        "retrievability": None if state is None else round(state.retrievability, 4),
        "stability": None if state is None else round(state.stability, 4),
    }
