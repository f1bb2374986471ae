"""The command without a name: a session, or the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kb.bank import roots as bank_roots
from kb.quiz.commands import offer
from kb.quiz.find import bank
from kb.quiz.history.history import midnight, now, open_recorder
from kb.quiz.rules import choose, when
from kb.quiz.rules.options import Session
from kb.quiz.rules.status import OK, Refused
from kb.quiz.rules.suggest import command
from kb.quiz.screen import listing
from kb.quiz.screen.screen import Screen

if TYPE_CHECKING:
    from kb.bank.model.question import Question
    from kb.progress.rules.schedule import State
    from kb.quiz.history.record import Recorder
    from kb.quiz.screen.keyboard import Keyboard

WIDEST = 140  # columns of a list: nothing in it is read line by line


def run(args: Session) -> int:
    """A session, or the list where nobody is there to answer."""
    if args.json and not args.list:
        raise Refused("--json goes with --list, stats or grade")
    roots = bank_roots(args.bank)
    questions = bank.questions(roots, args.topic)
    screen = Screen(widest=WIDEST) if args.list else Screen()
    if args.list:
        return show_list(args, screen, questions)
    from kb.quiz.screen.keyboard import Pipe, open_keyboard

    keyboard = open_keyboard(screen)
    if isinstance(keyboard, Pipe) and keyboard.empty():
        show_list(args, screen, questions)
        topic = args.topic or "detection"
        screen.raw(f"Begin at a terminal: {command(roots, f'--topic {topic}')}")
        screen.line("or pipe the answers in, a line each.")
        return OK
    recorder = open_recorder(not args.no_record)
    with recorder:
        return _session(args, screen, keyboard, recorder, roots, questions)


def show_list(args: Session, screen: Screen, questions: Sequence[Question]) -> int:
    """Print the list, for people or as JSON."""
    recorder = open_recorder(not args.no_record, write=False)
    states = recorder.states(questions, now())
    if args.json:
        import json

        screen.raw(
            json.dumps(listing.as_json(questions, states, now(), args.topic), ensure_ascii=screen.ascii_only)
        )
    else:
        listing.show(screen, questions, states, now())
    return OK


def _session(
    args: Session,
    screen: Screen,
    keyboard: Keyboard,
    recorder: Recorder,
    roots: tuple[Path, ...],
    questions: Sequence[Question],
) -> int:
    import random

    from kb.quiz.commands.play import Player, sum_up
    from kb.quiz.rules.session import start

    states = recorder.states(questions, now())
    offered, left_out = offer.split(questions, screen)
    if not offered:
        raise Refused(" ".join(left_out))
    for note in left_out:
        screen.line(note, "warn")
    limits = choose.Limits(args.count, choose.NEW_A_DAY if args.new is None else args.new)
    met = choose.introduced(recorder.answers, midnight())
    chosen = choose.choose(offered, states, now(), limits, met)
    if len(offered) == 1:
        chosen = tuple(offered)  # asked for by name: its time has come
    if not chosen:
        _nothing(screen, offered, states, limits, met)
        return OK
    counted = f"{listing.summary(listing.counts(chosen, states, now()))}. " if len(chosen) > 1 else ""
    kept = "nothing is saved" if recorder.store is None else "every answer is saved immediately"
    screen.line(f"{counted}? helps, q quits; {kept}.")
    session = start(chosen, now(), args.minutes)
    player = Player(screen, keyboard, recorder, roots, random.Random(args.seed), now, session)
    try:
        player.play()
    finally:
        sum_up(screen, player.session, recorder, offered, now())
    return OK


def _nothing(
    screen: Screen,
    questions: Sequence[Question],
    states: Mapping[str, State],
    limits: choose.Limits,
    met: int,
) -> None:
    """Why there is nothing to ask, and what to do."""
    left = listing.counts(questions, states, now())["new"]
    screen.line("Nothing is due now.", "bold")
    if left:
        more = f"--new {met + 5} brings more"
        screen.line(f"{left} new ones wait; {met} of {limits.new} a day came today. {more}.")
    following = choose.next_due(questions, states, now())
    if following is not None:
        screen.line(
            f"The next one is due {when.ahead(following, now())}. `--topic ID` asks one question at any time."
        )
