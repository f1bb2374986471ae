"""Show a question, a remark, a rating. Everything goes through a ``Screen``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kb.bank.model.question import Bug, Code, Multiple, Open, Order, Predict, Question, Single
from kb.progress.model.answered import Answered
from kb.quiz.rules import when
from kb.quiz.rules.answers.letters import span
from kb.quiz.rules.asking import Asked
from kb.quiz.rules.check import Checked, Mark, Note
from kb.quiz.screen.screen import Screen

SIGNS: dict[Mark, tuple[str, str]] = {
    "right": ("✓", "right"), "wrong": ("✗", "wrong"), "missed": ("○", "warn"), "note": ("·", "quiet"),
}  # fmt: skip
KINDS = {
    "single": "one choice", "multiple": "several choices", "numeric": "number", "shape": "shape",
    "order": "put in order", "predict": "what does it print", "bug": "find the bug",
    "open": "in your own words", "code": "code",
}  # fmt: skip


def header(screen: Screen, question: Question, place: tuple[int, int] | None, standing: str) -> None:
    """Which question this is."""
    from rich.rule import Rule
    from rich.text import Text

    counted = f"{place[0]} of {place[1]}  " if place else ""
    facts = f"{KINDS[question.kind]} · {question.frequency} · level {question.level} · {standing}"
    screen.line()
    screen.show(Rule(style="quiet", characters="-" if screen.ascii_only else "─"))
    screen.show(Text.assemble((counted, "bold"), (question.id, "bold")))
    screen.line(facts, "quiet")
    screen.line()


def prompt(screen: Screen, asked: Asked) -> None:
    """The question itself, with its options, steps or snippet."""
    question = asked.question
    screen.show(screen.markdown(question.prompt))
    match question:
        case Single() | Multiple():
            _lettered(screen, asked, [question.options[index].text for index in asked.order])
        case Order():
            _lettered(screen, asked, [question.steps[index] for index in asked.order])
        case Predict():
            screen.line()
            screen.code(question.snippet.rstrip("\n"), indent=2)
        case Bug():
            screen.line()
            screen.code("\n".join(asked.snippet), numbers=True)
        case Code():
            screen.line()
            screen.line(
                f"Write {question.entry}; a good candidate takes {question.minutes:g} minutes.", "quiet"
            )
    screen.line()


def expected(asked: Asked) -> str:
    """What kind of answer is wanted, in a few words."""
    question = asked.question
    match question.kind:
        case "single":
            return f"one letter of {span(len(asked.order))}"
        case "multiple":
            return f"all letters that are right, of {span(len(asked.order))}, or none"
        case "numeric":
            unit = getattr(question, "unit", None)
            return f"a number{f' in {unit}' if unit else ''}"
        case "shape":
            return "a shape, such as 2x3"
        case "order":
            return f"the letters {span(len(asked.order))}, first step first"
        case "predict":
            several = "\n" in getattr(question, "answer", "")
            return "what it prints, line by line; an empty line ends it" if several else "what it prints"
        case "bug":
            return f"the number of the wrong line, 1 to {len(asked.snippet)}"
    return ""


def verdict(screen: Screen, question: Question, checked: Checked, given_up: bool = False) -> None:
    """Right or not, what there is to say on it, and the right answer where it was not given."""
    if given_up and not checked.answer:
        return  # the points of an open question stand on the screen already
    made = ""
    if isinstance(question, Open) and not given_up:
        count = len(question.points)
        made = f": {round(checked.score * count)} of {count} points" if checked.score < 1 else ""
    if checked.right:
        screen.line(f"✓ {'Counts as right' if made else 'Right'}{made}", "right")
    elif not given_up:
        screen.line(f"✗ {'Not yet' if made else 'Not right'}{made}", "wrong")
    if not checked.right and checked.answer:
        _labelled(screen, "The answer: ", checked.answer)
    screen.line()
    if made and checked.notes:
        screen.line("Not made:")
    if checked.notes:
        notes(screen, checked.notes)


def notes(screen: Screen, remarks: tuple[Note, ...]) -> None:
    """Remarks, each behind its sign and the letter of its option."""
    from rich.text import Text

    rows = []
    for note in remarks:
        sign, style = SIGNS[note.mark]
        rows.append(
            (Text(screen.fold(f"{sign} {note.label}".rstrip()), style=style), screen.markdown(note.text))
        )
    screen.columns(rows)
    screen.line()


def explanation(screen: Screen, question: Question, roots: tuple[Path, ...]) -> None:
    """Why it is so, and where there is more."""
    from rich.text import Text

    screen.show(screen.markdown(question.why))
    screen.line()
    if page := page_of(question, roots):
        read = Text(f"Read {page}", style="quiet")
        screen.console.print(read, soft_wrap=True)  # in one piece, so that it can be copied
    if question.sources:
        sources = Text(screen.fold("; ".join(question.sources)), style="quiet")
        screen.columns([(Text("From", style="quiet"), sources)])


def rated(screen: Screen, answered: Answered, due: datetime, now: datetime, saved: bool) -> None:
    """The rating, and when the question comes again."""
    own = " (your own rating)" if answered.overruled else ""
    unsaved = "" if saved else "; not saved"
    screen.line(f"Rated {answered.rating.word}{own}: asked again {when.ahead(due, now)}{unsaved}.")


def points(screen: Screen, question: Open) -> None:
    """The rubric, lettered."""
    from rich.text import Text

    from kb.quiz.rules.answers.letters import letters

    screen.line("A good answer makes these points:", "bold")
    names = letters(len(question.points))
    rows = [
        (Text(name, style="key"), screen.markdown(point))
        for name, point in zip(names, question.points, strict=True)
    ]
    screen.columns(list(rows), indent=2)
    screen.line()


def page_of(question: Question, roots: tuple[Path, ...]) -> str | None:
    """The file in which a reader finds more; None where a private bank has no such page.

    Pages stand in ``docs``, beside the folder of questions; those of the built-in bank are on the site as well.
    """
    if not is_private(question, roots):
        return page_path(question.page)
    name, _, anchor = question.page.partition("#")
    page = roots[-1].parent / "docs" / f"{name}.md"
    return f"{page}#{anchor}" if page.is_file() else None


def is_private(question: Question, roots: tuple[Path, ...]) -> bool:
    """Whether it belongs to the private bank, which is the second root."""
    return len(roots) > 1 and question.location.file.is_relative_to(roots[-1])


def page_path(page: str) -> str:
    """``detection/nms#practice`` as the file that a reader opens."""
    name, _, anchor = page.partition("#")
    return f"docs/{name}.md{f'#{anchor}' if anchor else ''}"


def _lettered(screen: Screen, asked: Asked, things: list[str]) -> None:
    from rich.text import Text

    screen.line()
    rows = [
        (Text(name, style="key"), screen.markdown(text))
        for name, text in zip(asked.letters, things, strict=True)
    ]
    screen.columns(list(rows), indent=2)


def _labelled(screen: Screen, label: str, markdown: str) -> None:
    from rich.text import Text

    if "\n" in markdown:
        screen.line(label.strip())
        screen.show(screen.markdown(markdown), indent=2)
    else:
        screen.columns([(Text(label.rstrip(), style="bold"), screen.markdown(markdown))])
