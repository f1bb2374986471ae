"""What counts as an answer, and what a key does while somebody answers."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser

RIGHT, WRONG = "rgb(20, 112, 59)", "rgb(179, 38, 63)"
COLOR = "(element) => getComputedStyle(element).color"


def score(page: Any) -> str:
    return str(page.locator(".kb-tools [role=status]").first.inner_text())


def type_in(question: Any, text: str) -> None:
    question.locator(".kb-field").fill(text)
    question.get_by_role("button", name="Check").click()


def test_right_is_green_and_wrong_is_red(demo: Any) -> None:
    question = demo.locator("#q-greater-or-equal")
    question.get_by_role("button", name="is the rule").click()
    question.get_by_role("button", name="It is kept").click()
    words = question.locator(".kb-option__why:visible > strong").all()
    assert {word.inner_text().strip(): word.evaluate(COLOR) for word in words} == {
        "Right.": RIGHT,
        "Wrong.": WRONG,
    }


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("what-is-symmetric", "Pick at least one.", id="no box ticked"),
        pytest.param("what-prints", "Write what is printed", id="nothing typed"),
        pytest.param("iou-of-halves", "A number is expected", id="no number"),
    ],
)
def test_checking_nothing_does_not_count(demo: Any, question: str, said: str) -> None:
    before = score(demo)
    asked = demo.locator(f"#q-{question}")
    asked.get_by_role("button", name="Check").click()
    assert said in asked.get_by_role("status").first.inner_text()
    assert score(demo) == before


@pytest.mark.parametrize("fold", [".kb-answer", ".kb-hint"])
def test_help_before_the_first_try_is_no_first_try(demo: Any, fold: str) -> None:
    asked = demo.locator(f".kb-question:has({fold}):has(.kb-field)[data-kind=numeric]").first
    answer = asked.locator(".kb-try").get_attribute("data-answer")
    asked.locator(f"{fold} > summary").first.click()
    type_in(asked, str(answer))
    assert asked.get_attribute("data-state") == "right"
    assert "0 of 1 answered right" in score(demo)


def test_the_answer_that_unfolds_by_itself_is_no_help(demo: Any) -> None:
    type_in(demo.locator("#q-iou-of-halves"), "1/3")
    assert "1 of 1 answered right" in score(demo)


def test_a_wrong_answer_takes_the_green_frame_away(demo: Any) -> None:
    asked = demo.locator("#q-iou-of-halves")
    type_in(asked, "1/3")
    assert asked.get_attribute("data-state") == "right"
    type_in(asked, "12345")
    assert asked.get_attribute("data-state") is None
    assert "1 of 1 answered right" in score(demo)  # the first try was right


@pytest.mark.parametrize("key", ["n", "p", ".", ","])
def test_a_letter_does_not_leave_a_question(demo: Any, key: str) -> None:
    demo.locator("#q-greater-or-equal").get_by_role("button", name="It is kept").click()
    demo.evaluate("document.activeElement.blur()")  # as in a browser that does not focus a pressed button
    here = demo.url
    demo.keyboard.press(key)
    demo.wait_for_timeout(300)
    assert demo.url == here
    assert demo.locator("#q-greater-or-equal .kb-option[data-verdict=right]").count() == 1


def test_elsewhere_the_keys_of_the_theme_work(demo: Any) -> None:
    demo.locator("#q-greater-or-equal").get_by_role("button", name="It is kept").click()
    demo.locator("h1").click()
    demo.keyboard.press("s")
    demo.wait_for_function("document.querySelector('[data-md-toggle=search]').checked")


@pytest.mark.parametrize("question", ["what-is-symmetric", "why-giou"])
def test_a_check_box_shows_the_focus(demo: Any, question: str) -> None:
    asked = demo.locator(f"#q-{question}")
    asked.locator(".kb-answer > summary").click()
    box = asked.get_by_role("checkbox").first
    box.focus()
    demo.keyboard.press("Shift+Tab")
    demo.keyboard.press("Tab")  # reached by the keyboard, so that the ring is due
    ring = box.evaluate("(box) => getComputedStyle(box.closest('label')).outlineStyle")
    assert box.evaluate("(box) => box.matches(':focus-visible')") and ring == "solid"
