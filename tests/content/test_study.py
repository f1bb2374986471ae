"""Plans for studying: what comes first, what has room, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.bank import load, roots
from kb.bank.model.question import Code, Question
from kb.content import study
from kb.content.study import PLANS, Course, Plan, course

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def bank() -> tuple[Question, ...]:
    return tuple(load(roots(None)).questions)


def made(bank: tuple[Question, ...], **changes: object) -> Course:
    return course(replace(PLANS["two-weeks"], **changes), bank, DOCS)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", PLANS)
def test_no_day_takes_longer_than_it_has(name: str, bank: tuple[Question, ...]) -> None:
    found = course(PLANS[name], bank, DOCS)
    assert found.days
    assert all(day.parts and day.minutes <= day.room + 1e-9 for day in found.days)
    assert [day.room for day in found.days] == [PLANS[name].days[day.number - 1] for day in found.days]


@pytest.mark.parametrize("name", PLANS)
def test_every_question_of_the_plan_is_there_once(name: str, bank: tuple[Question, ...]) -> None:
    plan = PLANS[name]
    found = course(plan, bank, DOCS)
    parts = [part for day in found.days for part in day.parts] + list(found.left_out)
    wanted = [q for q in bank if q.frequency in plan.frequencies and q.level <= plan.hardest]
    exercises = [part.exercise.id for part in parts if part.exercise]
    assert sorted(exercises) == sorted(q.id for q in wanted if isinstance(q, Code))
    asked = dict.fromkeys((q.topic for q in wanted), 0)
    for part in parts:
        asked[part.page] += part.questions
    assert asked == {page: sum(q.topic == page and not isinstance(q, Code) for q in wanted) for page in asked}


@pytest.mark.parametrize("name", PLANS)
def test_an_exercise_comes_after_its_page(name: str, bank: tuple[Question, ...]) -> None:
    read: set[str] = set()
    open_pages = {part.page for part in course(PLANS[name], bank, DOCS).left_out if not part.exercise}
    for day in course(PLANS[name], bank, DOCS).days:
        for part in day.parts:
            assert part.exercise is None or part.page in read or part.page in open_pages
            assert not part.again or part.page in read
            read.add(part.page)


@pytest.mark.parametrize("name", PLANS)
def test_what_is_asked_most_comes_first(name: str, bank: tuple[Question, ...]) -> None:
    """All exercises that are core come before all that are common, whatever their pages are."""
    plan = PLANS[name]
    codes = [part.exercise.frequency for part in study.parts(plan, bank, DOCS) if part.exercise]
    assert codes == sorted(codes, key=plan.frequencies.index)
    first = list(dict.fromkeys(part.page for part in study.parts(plan, bank, DOCS)))
    assert set(first) == {
        q.topic for q in bank if q.frequency in plan.frequencies and q.level <= plan.hardest
    }


def test_what_no_day_has_room_for_is_left_out_with_its_exercises(bank: tuple[Question, ...]) -> None:
    found = made(bank, days=(0.5,))
    assert not found.days
    assert {part.page for part in found.left_out} == {
        q.topic for q in bank if q.frequency != "rare" and q.level <= 2
    }


def test_a_page_is_read_in_as_many_sittings_as_it_takes(bank: tuple[Question, ...]) -> None:
    one = [q for q in bank if q.topic == "detection/nms" and not isinstance(q, Code)]
    plan = Plan("a", (10.0,) * 40, 10.0, ("core", "common", "rare"), 3)
    parts = study.parts(plan, one, DOCS)
    assert len(parts) > 2 and all(part.minutes <= 10 for part in parts)
    assert [part.again for part in parts] == [False] + [True] * (len(parts) - 1)
    assert sum(part.questions for part in parts) == len(one)


def test_a_page_without_a_file_takes_no_time_to_read(tmp_path: Path) -> None:
    assert study.reading(tmp_path, "detection/none") == 0.0
