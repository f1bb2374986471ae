"""Was it right? Pure: an asking and a line in, what there is to say about it out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from kb.bank.find.code import wrong_lines
from kb.bank.model.question import (
    Bug,
    Multiple,
    Numeric,
    Open,
    Option,
    Order,
    Predict,
    Question,
    Shape,
    Single,
)
from kb.quiz.rules.answers import Unclear, printed, quantity, shape
from kb.quiz.rules.answers.letters import read_one, read_order, read_set
from kb.quiz.rules.asking import Asked

Mark = Literal["right", "wrong", "missed", "note"]


@dataclass(frozen=True, slots=True)
class Note:
    """One remark on the answer, in Markdown, on the option ``label`` where there is one."""

    mark: Mark
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of an answer.

    Attributes:
        right: whether it counts as right.
        score: 0 to 1.
        answer: the right answer, in Markdown, for somebody who did not give it.
        notes: remarks in the order of reading.
        given: what was understood, for the record; plain values.
    """

    right: bool
    score: float
    answer: str
    notes: tuple[Note, ...] = ()
    given: Any = None


def check(asked: Asked, line: str) -> Checked | Unclear:
    """Judge a line typed in answer.

    Raises:
        TypeError: the kind is not answered by a line.
    """
    question = asked.question
    match question:
        case Single() | Multiple():
            return _options(asked, question, line)
        case Numeric():
            return _number(asked, question, line)
        case Shape():
            return _shape(asked, question, line)
        case Order():
            return _order(asked, question, line)
        case Predict():
            return _printed(asked, question, line)
        case Bug():
            return _line(asked, question, line)
    raise TypeError(f"a {question.kind} question is not answered by a line")


def give_up(asked: Asked) -> Checked:
    """What there is to say to somebody who does not know."""
    notes = _why_of(asked, _right_options(asked.question), ()) if asked.order else []
    return Checked(False, 0.0, right_answer(asked), tuple(notes))


def check_points(question: Open, ticked: Iterable[int]) -> Checked:
    """Judge an open answer by the points that the learner ticked."""
    from kb.progress.model.rating import enough_points

    made = sorted(set(ticked))
    score = len(made) / len(question.points)
    missed = (Note("missed", point) for index, point in enumerate(question.points) if index not in made)
    return Checked(enough_points(score), score, "", tuple(missed), [question.points[index] for index in made])


def right_answer(asked: Asked) -> str:
    """The right answer in Markdown, as short as it can be said."""
    question = asked.question
    match question:
        case Single() | Multiple():
            right = sorted(asked.letter(index) for index in _right_options(question)) if asked.order else ()
            return ", ".join(right) or "none"
        case Numeric(answer=answer) if answer is not None:
            return f"{quantity.shown(answer)}{f' {question.unit}' if question.unit else ''}"
        case Shape(answer=answer) if answer is not None:
            return f"`{shape.shown(_expected_shape(answer))}`"
        case Order():
            return "".join(asked.letter(index) for index in range(len(question.steps)))
        case Predict():
            return f"```text\n{question.answer}\n```"
        case Bug():
            numbers = wrong_lines(question, asked.snippet)
            return f"line {' or '.join(map(str, numbers))}: `{question.line}`"
        case Open():
            return "\n".join(f"- {point}" for point in question.points)
    return ""


def _options(asked: Asked, question: Single | Multiple, line: str) -> Checked | Unclear:
    count = len(question.options)
    read = read_one(line, count) if isinstance(question, Single) else read_set(line, count)
    if isinstance(read, Unclear):
        return read
    places = {read} if isinstance(read, int) else read
    chosen = {asked.order[place] for place in places}
    right = _right_options(question)
    hits, slips = len(chosen & right), len(chosen - right)
    exact = chosen == right
    score = 1.0 if exact else max(0.0, (hits - slips) / max(1, len(right))) * (len(question.options) > 1)
    notes = _why_of(asked, right, chosen)
    given = [question.options[index].text for index in sorted(chosen)]
    return Checked(exact, min(score, 1.0), right_answer(asked), tuple(notes), given)


def _right_options(question: Question) -> set[int]:
    options: tuple[Option, ...] = getattr(question, "options", ())
    return {index for index, option in enumerate(options) if option.right}


def _why_of(asked: Asked, right: Iterable[int], chosen: Iterable[int]) -> list[Note]:
    """What the bank says of the chosen and of the right options, in the order on the screen."""
    right, chosen = set(right), set(chosen)
    notes = []
    for index in sorted(right | chosen, key=lambda index: asked.order.index(index)):
        mark: Mark = "wrong" if index not in right else "right" if index in chosen else "missed"
        notes.append(Note(mark, asked.question.options[index].why, asked.letter(index)))  # type: ignore[attr-defined]
    return notes


def _number(asked: Asked, question: Numeric, line: str) -> Checked | Unclear:
    value = quantity.read_number(line, question.unit)
    if isinstance(value, Unclear):
        return value
    assert question.answer is not None, "a question with variables is drawn before it is checked"
    right = quantity.close(value, question.answer, question.tolerance)
    notes = []
    if not right:
        for wrong in question.wrong:
            if isinstance(wrong.value, int | float) and quantity.close(
                value, wrong.value, question.tolerance
            ):
                notes.append(Note("wrong", wrong.why))
        if (
            not notes
            and question.unit == "%"
            and quantity.close(value * 100, question.answer, question.tolerance)
        ):
            notes.append(Note("note", "The answer is asked in %."))
        if not notes and question.tolerance:
            notes.append(Note("note", f"An error of up to {quantity.shown(question.tolerance)} is accepted."))
    return Checked(right, float(right), right_answer(asked), tuple(notes), _storable(value))


def _shape(asked: Asked, question: Shape, line: str) -> Checked | Unclear:
    given = shape.read_shape(line)
    if isinstance(given, Unclear):
        return given
    assert question.answer is not None, "a question with variables is drawn before it is checked"
    expected = _expected_shape(question.answer)
    notes = []
    if given != expected:
        notes.append(Note("note", shape.difference(given, expected)))
        for wrong in question.wrong:
            if wrong.value is not None and shape.read_shape(str(wrong.value)) == given:
                notes.append(Note("wrong", wrong.why))
    return Checked(
        given == expected, float(given == expected), right_answer(asked), tuple(notes), list(given)
    )


def _order(asked: Asked, question: Order, line: str) -> Checked | Unclear:
    places = read_order(line, len(question.steps))
    if isinstance(places, Unclear):
        return places
    given = [question.steps[asked.order[place]] for place in places]
    wrong = [place for place, (a, b) in enumerate(zip(given, question.steps, strict=True)) if a != b]
    if not wrong:
        return Checked(True, 1.0, right_answer(asked), given=given)
    first = wrong[0]
    before = f"The first {first} are right. " if first > 1 else "The first one is right. " if first else ""
    step = f"{asked.letter(first)}, {question.steps[first]}"
    note = f"{before}Step {first + 1} is the first wrong one: it should be {step}"
    return Checked(False, first / len(given), right_answer(asked), (Note("note", note),), given)


def _printed(asked: Asked, question: Predict, line: str) -> Checked | Unclear:
    if not line.strip():
        return Unclear("what the snippet prints")
    right = printed.same(line, question.answer)
    notes: tuple[Note, ...] = ()
    if right and not printed.exact(line, question.answer):
        notes = (Note("note", "Right except for spaces; the exact output is:\n\n" + right_answer(asked)),)
    return Checked(right, float(right), right_answer(asked), notes, line)


def _line(asked: Asked, question: Bug, line: str) -> Checked | Unclear:
    word = line.strip().casefold().removeprefix("line").strip()
    last = len(asked.snippet)
    if not (word.isascii() and word.isdecimal() and len(word) < 9 and 1 <= int(word) <= last):
        return Unclear(f"the number of a line, 1 to {last}")
    right = int(word) in wrong_lines(question, asked.snippet)
    return Checked(right, float(right), right_answer(asked), (), int(word))


def _expected_shape(text: str) -> shape.Shape:
    found = shape.read_shape(text)
    if isinstance(found, Unclear):
        raise ValueError(f"{text!r} is not a shape")
    return found


def _storable(value: float) -> float | str:
    """JSON has no infinity."""
    return value if value - value == 0 else str(value)
