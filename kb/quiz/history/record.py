"""Between the quiz and the history: what was answered goes in at once, what is known comes out.

Without a store everything happens in memory and is gone afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Self

from kb.bank.model.question import Question
from kb.progress import Answered, Rating, Store
from kb.progress.model.aid import Aid, What
from kb.progress.model.rating import rate_question
from kb.progress.rules.edges import open_edges
from kb.progress.rules.schedule import State, schedule
from kb.quiz.rules import evidence


class Recorder:
    """The history as it was and as it grows. ``store`` is None where nothing is to be saved."""

    def __init__(
        self, store: Store | None, answers: Iterable[Answered] = (), aids: Iterable[Aid] = ()
    ) -> None:
        self.store = store
        self.answers = list(answers)
        self.aids = list(aids)
        self.session = os.urandom(4).hex()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.store is not None:
            self.store.close()

    def states(self, questions: Iterable[Question], now: datetime) -> Mapping[str, State]:
        return schedule(self.answers, questions, now)

    def answer(
        self, question: Question, right: bool, score: float, detail: Any, at: datetime, seconds: float | None
    ) -> Answered:
        """Record an answer with the rating that the facts give.

        Raises:
            ProgressError: it could not be saved.
        """
        import json

        tries = evidence.tries(question, self.answers, at)
        hints = evidence.hints_seen(question, self.answers, self.aids)
        answered = Answered(
            question=question.id,
            rev=question.rev,
            at=at,
            right=right,
            score=score,
            tries=tries,
            hints=hints,
            seconds=seconds or 0.0,
            rating=rate_question(
                question,
                right=right,
                score=score,
                tries=tries,
                hints=hints,
                seconds=seconds,
                only_edges=bool(open_edges(detail)),
            ),
            session=self.session,
            detail=json.dumps(detail),
        )
        self._save(answered)
        self.answers.append(answered)
        return answered

    def overrule(self, answered: Answered, rating: int) -> Answered:
        """The same answer with the learner's own rating, which takes the place of the first."""
        changed = replace(answered, rating=Rating(rating), overruled=True)
        self._save(changed)
        self.answers[self.answers.index(answered)] = changed
        return changed

    def aid(self, question: Question, what: What, at: datetime) -> None:
        """Note that the learner began an exercise, or was helped."""
        aid = Aid(question=question.id, rev=question.rev, at=at, what=what)
        if self.store is not None:
            self.store.note(aid)
        self.aids.append(aid)

    def due(self, question: Question, now: datetime) -> datetime:
        """When the question, which has been answered, comes again."""
        return schedule(self.answers, [question], now)[question.id].due

    def _save(self, answered: Answered) -> None:
        if self.store is not None:
            self.store.record(answered)
