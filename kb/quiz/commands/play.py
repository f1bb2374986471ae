"""A session on the screen: asks, judges, records at once, explains, and sums up."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from kb.bank.find.code import code_of_bug
from kb.bank.model.question import Bug, Code, Open, Question
from kb.progress import Answered
from kb.quiz.commands import coding
from kb.quiz.history.record import Recorder
from kb.quiz.rules import choose, keys, when
from kb.quiz.rules import session as sessions
from kb.quiz.rules.asking import Asked, ask
from kb.quiz.rules.check import Checked
from kb.quiz.rules.evidence import hints_are_left, next_hint
from kb.quiz.rules.session import Result, Session
from kb.quiz.screen import dialog, show
from kb.quiz.screen.dialog import Leave, Settled, Skipped, Table
from kb.quiz.screen.keyboard import Closed, Keyboard
from kb.quiz.screen.screen import Screen


class Player:
    """One learner, one session, whose state is ``session``. ``now`` is the clock, ``rng`` the dice."""

    def __init__(
        self,
        screen: Screen,
        keyboard: Keyboard,
        recorder: Recorder,
        roots: tuple[Path, ...],
        rng: random.Random,
        now: Callable[[], datetime],
        session: Session,
    ) -> None:
        self.screen, self.keyboard, self.recorder, self.roots = screen, keyboard, recorder, roots
        self.rng, self.now, self.session = rng, now, session
        self.last: tuple[Question, Answered] | None = None
        self.question: Question | None = None
        self.asking = False
        self.table = Table(screen, keyboard, self.hint, self.overrule)

    def play(self) -> None:
        """Ask until nothing is left or the learner leaves; what was answered is saved at every moment."""
        try:
            while (question := sessions.current(self.session, self.now())) is not None:
                self.put(question)
            self._late_overruling()
        except (Leave, Closed, KeyboardInterrupt):
            pass

    def put(self, question: Question) -> None:
        """Ask one question and deal with the answer."""
        self.question, self.asking = question, True
        standing = choose.standing(self.recorder.states([question], self.now()).get(question.id), self.now())
        again = bool(sessions.tries(self.session, question.id))
        show.header(
            self.screen,
            question,
            sessions.progress(self.session),
            "once more" if again else {"later": "ahead of time"}.get(standing, standing),
        )
        asked = ask(
            question, self.rng, code_of_bug(question, self.roots) if isinstance(question, Bug) else ""
        )
        show.prompt(self.screen, asked)
        try:
            if isinstance(question, Code):
                self._code(question)
            else:
                self._knowledge(asked)
        except Skipped:
            self.session = sessions.skip(self.session)
            self.screen.line("Skipped.", "quiet")
        except Settled:
            pass

    def hint(self) -> None:
        """Show the next hint of the current question, and note that it was shown."""
        question = self.question
        if question is None or not question.hints:
            self.screen.line("There is no hint for this one.", "quiet")
            return
        index = next_hint(question, self.recorder.answers, self.recorder.aids)
        if hints_are_left(question, self.recorder.answers, self.recorder.aids):
            self.recorder.aid(question, "hint", self.now())
        self.screen.line(f"Hint {index + 1} of {len(question.hints)}:", "bold")
        self.screen.show(self.screen.markdown(question.hints[index]), indent=2)

    def overrule(self, rating: int) -> None:
        """Give the last answer the learner's own rating."""
        if self.last is None:
            self.screen.line("There is no answer yet whose rating could be overruled.", "warn")
            return
        question, answered = self.last
        changed = self.recorder.overrule(answered, rating)
        self.last = question, changed
        show.rated(self.screen, changed, self.recorder.due(question, self.now()), self.now(), self._saved)
        if not (self.asking and question is self.question):
            self.session = sessions.overrule(self.session, question, missed=rating == 1)
        elif rating > 1 and not isinstance(question, Code):
            self.session = sessions.overrule(self.session, question, missed=False)
            raise Settled

    @property
    def _saved(self) -> bool:
        return self.recorder.store is not None

    def _knowledge(self, asked: Asked) -> None:
        begun = self.now()
        checked, given_up = dialog.answer(self.table, asked)
        try:
            self._record(asked.question, checked, (self.now() - begun).total_seconds())
        finally:  # an answer that could not be saved is judged all the same
            self._explain(asked, checked, given_up)
        self._rated()
        if isinstance(asked.question, Open):
            dialog.follow_up(self.table, asked.question)
        self._after()

    def _code(self, exercise: Code) -> None:
        begun = self.now()
        missed: list[float] = []

        def graded(passed: bool, score: float, detail: object) -> None:
            took = (self.now() - begun).total_seconds()
            answered = self.recorder.answer(exercise, passed, score, detail, self.now(), took)
            self.last = exercise, answered
            missed[:] = [] if passed else [score]

        try:
            coding.work(self.table, exercise, self.roots, lambda: self._began(exercise), graded)
        except (Skipped, Leave, Closed, KeyboardInterrupt) as left:
            if not missed:
                raise
            known = self.last is not None and self.last[1].known  # the miss may have been overruled
            self.session = sessions.leave(self.session, Result(exercise.id, known, missed[0]))
            if not isinstance(left, Skipped):
                raise
            self.screen.line("Left for another day; it will come again.", "quiet")
            return
        self.asking = False
        self.session = sessions.answer(self.session, Result(exercise.id, True, 1.0))
        self.screen.line()
        show.explanation(self.screen, exercise, self.roots)
        self._rated()
        self._after()

    def _began(self, exercise: Code) -> None:
        self.recorder.aid(exercise, "start", self.now())

    def _record(self, question: Question, checked: Checked, took: float) -> None:
        answered = self.recorder.answer(
            question, checked.right, checked.score, checked.given, self.now(), took
        )
        self.last, self.asking = (
            (self.question or question, answered),
            False,
        )  # as in the bank, with its variables
        self.session = sessions.answer(self.session, Result(question.id, checked.right, checked.score))

    def _explain(self, asked: Asked, checked: Checked, given_up: bool) -> None:
        self.screen.line()
        show.verdict(self.screen, asked.question, checked, given_up)
        show.explanation(self.screen, asked.question, self.roots)

    def _rated(self) -> None:
        assert self.last is not None
        question, answered = self.last
        show.rated(self.screen, answered, self.recorder.due(question, self.now()), self.now(), self._saved)

    def _after(self) -> None:
        """On a terminal: look, perhaps overrule the rating, go on."""
        if not self.keyboard.interactive:
            return
        more = sessions.current(self.session, self.now()) is not None
        self.screen.line(
            f"Enter {'goes on' if more else 'ends'}; 1 again, 2 hard, 3 good, 4 easy; q quit", "quiet"
        )
        while True:
            line = self.keyboard.line().strip().casefold()
            rating = int(line) if line in ("1", "2", "3", "4") else keys.rating(line)
            if rating is not None:
                self.overrule(rating)
                return
            match keys.key(line):
                case "quit":
                    raise Leave
                case "help":
                    self.table.help("Enter, or 1 to 4 to overrule the rating")
                case "skip":
                    return
                case _ if not line:
                    return
                case _:
                    self.screen.line(
                        "Not understood. Expected: Enter, or 1 to 4 to overrule the rating", "warn"
                    )

    def _late_overruling(self) -> None:
        """In a pipe, a rating may follow the last answer."""
        while not self.keyboard.interactive and self.keyboard.waiting():
            rating = keys.rating(self.keyboard.line())
            if rating is not None:
                self.overrule(rating)


def sum_up(
    screen: Screen, session: Session, recorder: Recorder, questions: Sequence[Question], now: datetime
) -> None:
    """How it went, and when the next of these questions is due."""
    found = sessions.summary(session)
    parts = [f"{found.right} right"]
    parts += [f"{found.corrected} right at the second try"] if found.corrected else []
    parts += [f"{found.missed} missed"] if found.missed else []
    skipped = f"; {found.skipped} skipped" if found.skipped else ""
    screen.line()
    screen.line(
        f"{found.answered} answered: {', '.join(parts)}{skipped}."
        if found.answered
        else f"Nothing answered{skipped}.",
        "bold",
    )
    known = sessions.known(session)
    for name in sorted({result.question for result in session.results} - known):
        screen.line(f"missed: {name}", indent=2)
    states = recorder.states(questions, now)
    due = sum(choose.standing(states.get(question.id), now) == "due" for question in questions)
    following = choose.next_due(questions, states, now)
    if due:
        screen.line(f"{due} {'is' if due == 1 else 'are'} due now.")
    elif following is not None:
        screen.line(f"The next one is due {when.ahead(following, now)}.")
    if found.answered:
        place = recorder.store.path if recorder.store is not None else None
        screen.line(f"Saved in {place}." if place else "Not saved (--no-record).", "quiet")
