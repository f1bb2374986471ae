"""The built sites in a browser: nothing fails, nothing comes from elsewhere, all can be seen and used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

Serve = Callable[[Path], str]
VIEWS = [f"{width} {scheme}" for width in (1280, 390) for scheme in ("light", "dark")]
UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
TABS = ".tabbed-block { display: block !important; }"

# Each check of a page gives what is wrong with it, or nothing.
CHECKS = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")


def addresses(site: Path, base: str) -> list[str]:
    """Every page of the built site."""
    found = sorted(path.relative_to(site).as_posix() for path in site.rglob("index.html"))
    return [base + name.removesuffix("index.html") for name in found]


def watch(tab: Any, base: str) -> list[str]:
    """Collects what must not happen: errors, failed requests, requests to another host."""
    faults: list[str] = []
    tab.on(
        "console", lambda m: faults.append(f"console: {m.text}") if m.type in ("error", "warning") else None
    )
    tab.on("pageerror", lambda error: faults.append(f"error: {error}"))
    tab.on("requestfailed", lambda request: faults.append(f"failed: {request.url}"))
    tab.on("response", lambda r: faults.append(f"status {r.status}: {r.url}") if r.status >= 400 else None)
    tab.on(
        "request",
        lambda r: faults.append(f"elsewhere: {r.url}") if not r.url.startswith((base, "data:")) else None,
    )
    return faults


@pytest.mark.parametrize("tab", VIEWS, indirect=True)
def test_every_page_is_sound(site: Path, serve: Serve, tab: Any) -> None:
    base = serve(site)
    faults = watch(tab, base)
    found = addresses(site, base)
    assert len(found) >= 2
    for address in found:
        tab.goto(address, wait_until="load")
        tab.evaluate(UNFOLD)
        tab.add_style_tag(content=TABS)
        faults += [f"{address}: {fault}" for fault in tab.evaluate(CHECKS)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        ("<p>costs $x$</p>", "raw LaTeX"),
        ("<p>a \\\\frac b</p>", "raw LaTeX"),
        ("<math style='display:none'><mi>x</mi></math>", "invisible"),
        ("<div style='width:200vw'>wide</div>", "wider than the window"),
        ("<p style='color:#999'>pale</p>", "contrast 2.85"),
        ("<p style='background:#333'>dark</p>", "contrast"),
    ],
)
def test_the_checks_find_what_they_look_for(demo: Any, spoil: str, found: str) -> None:
    demo.evaluate(f'document.querySelector(".md-content article").insertAdjacentHTML("beforeend", "{spoil}")')
    faults = demo.evaluate(CHECKS)
    assert [fault for fault in faults if fault.startswith(found)], faults


def test_what_must_not_be_requested_is_noticed(tab: Any, sample_site: Path, serve: Serve) -> None:
    faults = watch(tab, serve(sample_site))
    tab.goto(serve(sample_site))
    tab.evaluate("fetch('/nothing.js'); fetch('http://127.0.0.2:9/').catch(() => console.error('seen')); 0")
    tab.wait_for_timeout(300)
    kinds = {fault.partition(" ")[0].rstrip(":") for fault in faults}
    assert {"status", "elsewhere", "failed", "console"} <= kinds, faults


def test_the_scheme_follows_the_system(browser: Any, sample_site: Path, serve: Serve) -> None:
    papers = {}
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(serve(sample_site))
        papers[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        context.close()
    assert papers == {"light": "rgb(255, 255, 255)", "dark": "rgb(21, 24, 29)"}


def test_without_javascript_answers_unfold(browser: Any, sample_site: Path, serve: Serve) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(serve(sample_site) + "demo/everything/")
    question = page.locator("#q-greater-or-equal")
    assert question.locator(".kb-option").count() == 3
    assert not question.get_by_text("The rule is strict").is_visible()
    question.locator("summary", has_text="Answer").click()
    assert question.get_by_text("The rule is strict").is_visible()
    assert page.locator(".kb-question button, .kb-question input").count() == 0
    context.close()


def test_one_is_right(demo: Any) -> None:
    question = demo.locator("#q-greater-or-equal")
    question.get_by_role("button", name="is the rule").click()
    assert question.get_by_text("Wrong. With iou >= threshold").is_visible()
    assert not question.locator(".kb-answer[open]").count()
    question.get_by_role("button", name="It is kept").click()
    assert question.locator(".kb-answer[open]").count() == 1
    assert demo.get_by_text("0 of 1 answered right at the first try").is_visible()


def test_all_that_are_right(shared: Any) -> None:
    question = shared.locator("#q-what-is-symmetric")
    check = question.get_by_role("button", name="Check")
    check.click()
    assert question.get_by_text("Pick at least one.").is_visible()
    for option in question.get_by_role("checkbox").all():
        option.check()
    check.click()
    assert question.get_by_text("One that you picked is wrong.").is_visible()
    question.locator(".kb-option[data-verdict=wrong] input").uncheck()
    check.click()
    assert question.locator(".kb-status[data-verdict=right]").is_visible()


@pytest.mark.parametrize(
    ("question", "typed", "said"),
    [
        ("iou-of-halves", "1/3", "Right."),
        ("iou-of-halves", "33.33%", "Right."),
        ("iou-of-halves", "0.5", "Not yet. That is the share of one square, not of the union."),
        ("iou-of-halves", "0.9", "Not yet."),
        ("iou-of-halves", "a third", "Not yet. A number is expected"),
        ("iou-shape", "7", "Not yet. The number of axes differs."),
        ("iou-shape", "1x1", "Not yet. The number of axes is right, a size is not."),
        ("what-prints", "[1. 0. 0.]  \n(3,)\n", "Right."),
        ("what-prints", "[1 0 0]", "Not yet."),
        ("wrong-line", "2", "Right."),
        ("wrong-line", "1", "Not yet."),
    ],
)
def test_typed_answers(shared: Any, question: str, typed: str, said: str) -> None:
    form = shared.locator(f"#q-{question} form")
    form.locator(".kb-field").fill(typed)
    form.get_by_role("button", name="Check").click()
    assert " ".join(form.get_by_role("status").inner_text().split()).startswith(said)


def test_a_shape_in_any_spelling(shared: Any) -> None:
    question = shared.locator("#q-iou-shape")
    sizes = (
        shared.evaluate("document.querySelector('#q-iou-shape .kb-value').textContent")
        .strip("()")
        .split(", ")
    )
    for typed in ("x".join(sizes), f"({', '.join(sizes)})", f"[{' '.join(sizes)}]", " × ".join(sizes)):
        question.locator(".kb-field").fill(typed)
        question.get_by_role("button", name="Check").click()
        assert question.locator(".kb-status[data-verdict=right]").count() == 1, typed


def test_a_line_can_be_pressed(shared: Any) -> None:
    question = shared.locator("#q-wrong-line")
    question.locator("pre").get_by_text("*=").first.click()
    assert question.locator(".kb-field").input_value() == "2"
    assert question.locator("[data-picked]").inner_text().strip() == "x *= 2"
    assert question.locator(".code code").first.inner_text().split("\n")[0] == "def double(x):"


def test_steps_move_by_keyboard(shared: Any) -> None:
    question = shared.locator("#q-nms-steps")
    question.get_by_role("button", name="Check").click()
    assert "is the first that is wrong" in question.get_by_role("status").inner_text()
    for place in range(4):
        step = question.locator(f".kb-step[data-place='{place}']")
        for _ in range(4):
            up = step.get_by_role("button", name="Move up")
            if step.evaluate("(e) => [...e.parentElement.children].indexOf(e)") == place:
                break
            up.focus()
            shared.keyboard.press("Enter")
    question.get_by_role("button", name="Check").click()
    assert question.locator(".kb-status[data-verdict=right]").is_visible()


def test_points_are_counted(shared: Any) -> None:
    question = shared.locator("#q-why-giou")
    question.locator("summary", has_text="Answer").click()
    question.get_by_role("checkbox").first.check()
    assert question.get_by_text("1 of 3 points said").is_visible()


def test_all_answers_at_once(demo: Any) -> None:
    demo.get_by_role("button", name="Show all answers").click()
    assert demo.locator(".kb-answer[open]").count() == 8
    demo.get_by_role("button", name="Hide all answers").click()
    assert demo.locator(".kb-answer[open]").count() == 0


def test_search_finds_a_question(demo: Any) -> None:
    demo.locator("[data-md-component=search-query]").click()
    demo.keyboard.type("greedy NMS")
    demo.wait_for_selector(".md-search-result__item", timeout=120_000)
    assert "Everything at once" in demo.locator(".md-search-result__item").first.inner_text()
