"""Asking one question that is answered by a line or aloud, until there is an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kb.bank.model.question import Open
from kb.quiz.rules import keys
from kb.quiz.rules.answers import Unclear
from kb.quiz.rules.answers.letters import read_set, span
from kb.quiz.rules.asking import Asked
from kb.quiz.rules.check import Checked, check, check_points, give_up
from kb.quiz.screen import show
from kb.quiz.screen.keyboard import Keyboard
from kb.quiz.screen.screen import Screen


class Leave(Exception):
    """The learner quits."""


class Skipped(Exception):
    """The learner skips this question."""


class Settled(Exception):
    """The question that is being asked once more needs no answer: the learner overruled the miss."""


@dataclass
class Table:
    """What a dialog needs: where to show, where to read, and what the keys do.

    Attributes:
        hint: shows the next hint of the question.
        overrule: gives the last answer another rating.
    """

    screen: Screen
    keyboard: Keyboard
    hint: Callable[[], None]
    overrule: Callable[[int], None]

    def ask(self, wanted: str, again: bool = False) -> str | None:
        """A line that is an answer; None for ``-``. The other keys are dealt with here.

        Args:
            wanted: what to type, in a few words.
            again: this was asked just now, and needs no second line.
        """
        if not again:
            key_first = wanted[:2] in ("g ", "w ", "y ")  # it names a key
            self.screen.line(
                f"{wanted if key_first else wanted[0].upper() + wanted[1:]} (? for help)", "quiet"
            )
        while True:
            line = self.keyboard.line()
            if (rating := keys.rating(line)) is not None:
                self.overrule(rating)
                continue
            match keys.key(line):
                case "help":
                    self.help(wanted)
                case "hint":
                    self.hint()
                case "skip":
                    raise Skipped
                case "quit":
                    raise Leave
                case "give up":
                    return None
                case None:
                    return line

    def help(self, wanted: str) -> None:
        """What can be typed here."""
        from rich.text import Text

        self.screen.line(f"Wanted here: {wanted}.")
        self.screen.columns(
            [(Text(word, style="key"), Text(meaning)) for word, meaning in keys.HELP], indent=2
        )

    def unclear(self, unclear: Unclear) -> None:
        self.screen.line(f"Not understood. Expected: {unclear.expected} (? for help)", "warn")


def answer(table: Table, asked: Asked) -> tuple[Checked, bool]:
    """Ask until the answer can be judged; the second value says that the learner gave up.

    Raises:
        Skipped, Leave: the learner did.
        Closed, KeyboardInterrupt: from the keyboard.
    """
    if isinstance(asked.question, Open):
        return _open(table, asked.question)
    again = False
    while True:
        line = table.ask(show.expected(asked), again)
        if line is None:
            return give_up(asked), True
        if asked.question.kind == "predict":
            line = _whole_output(table, asked, line)
        checked = check(asked, line)
        if isinstance(checked, Checked):
            return checked, False
        table.unclear(checked)
        again = True


def _whole_output(table: Table, asked: Asked, first: str) -> str:
    """Where a snippet prints several lines, read as many, fewer where an empty one ends them."""
    lines = [first]
    for _ in range(getattr(asked.question, "answer", "").count("\n")):
        line = table.keyboard.line()
        if not line:
            break
        lines.append(line)
    return "\n".join(lines)


def _open(table: Table, question: Open) -> tuple[Checked, bool]:
    said = table.ask("say it aloud, or write it here; Enter when you are done")
    table.screen.line()
    show.points(table.screen, question)
    if said is None:
        return Checked(False, 0.0, ""), True
    checked = check_points(question, _tick(table, len(question.points)))
    return Checked(
        checked.right, checked.score, "", checked.notes, {"said": said, "points": checked.given}
    ), False


def _tick(table: Table, count: int) -> frozenset[int]:
    """Which points were made: letters, or y and n for each in turn."""
    wanted = f"which did you make? letters of {span(count)}, all, none, or y/n for each in turn"
    ticks: list[bool] = []
    again = False
    while len(ticks) < count:
        line = table.ask(wanted if not ticks else f"y or n for point {len(ticks) + 1} of {count}", again)
        if line is None:
            break  # no further point
        word = line.strip().casefold().replace(" ", "")
        word = {"yes": "y", "no": "n"}.get(word, word)
        if word and set(word) <= {"y", "n"} and len(ticks) + len(word) <= count:
            ticks += [letter == "y" for letter in word]
            again = False
            continue
        read = read_set(word, count) if not ticks else Unclear("y or n")
        if isinstance(read, frozenset):
            return read
        table.unclear(Unclear(f"letters of {span(count)}, all, none, or y/n for each") if not ticks else read)
        again = True
    return frozenset(index for index, tick in enumerate(ticks) if tick)


def follow_up(table: Table, question: Open) -> None:
    """What an interviewer asks next, one by one; Enter shows what to say."""
    for number, further in enumerate(question.followups, 1):
        table.screen.line()
        table.screen.line(f"An interviewer goes on ({number} of {len(question.followups)}):", "bold")
        table.screen.show(table.screen.markdown(further.prompt))
        try:
            table.ask("answer aloud, then Enter")
        except Skipped:
            return
        table.screen.show(table.screen.markdown(further.answer))
