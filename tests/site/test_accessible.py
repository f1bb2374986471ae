"""The rules of axe on pages of each kind, wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

Serve = Callable[[Path], str]
PAGES = [
    "",
    "detection/iou/",
    "foundations/softmax/",
    "attention/attention/",
    "glossary/",
    "coverage/",
    "grading/",
]
VIEWS = [f"{width} {scheme}" for width in (1440, 390) for scheme in ("light", "dark")]


def violations(tab: Any) -> list[str]:
    """What axe finds: the rule, and the element."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("tab", VIEWS, indirect=True)
def test_axe_finds_nothing(tab: Any, real_site: Path, serve: Serve) -> None:
    faults = []
    for page in PAGES:
        tab.goto(serve(real_site) + page, wait_until="load")
        tab.wait_for_timeout(300)  # the theme adds its buttons to code after loading
        faults += [f"/{page} {fault}" for fault in violations(tab)]
    assert not faults, "\n".join(faults)


def test_a_nameless_button_is_found(demo: Any) -> None:
    demo.evaluate("document.querySelector('.md-content article').append(document.createElement('button'))")
    assert [fault for fault in violations(demo) if fault.startswith("button-name")]


def test_an_option_that_is_a_formula_has_a_name(tab: Any, real_site: Path, serve: Serve) -> None:
    tab.goto(serve(real_site) + "attention/attention/")
    tab.wait_for_selector(".kb-tools")
    names = tab.evaluate(
        "[...document.querySelectorAll('#q-formula-of-attention .kb-pick')].map((e) => e.getAttribute('aria-label'))"
    )
    assert len(names) == 4 and all("softmax" in name for name in names), names


def test_a_box_that_scrolls_is_a_stop_and_one_that_does_not_is_none(
    tab: Any, real_site: Path, serve: Serve
) -> None:
    tab.set_viewport_size({"width": 390, "height": 800})
    tab.goto(serve(real_site) + "attention/attention/")
    tab.wait_for_selector("[data-kb-scrolls]")
    narrow = tab.locator("[data-kb-scrolls][tabindex='0'][aria-label]").count()
    assert narrow >= 1
    tab.set_viewport_size({"width": 1900, "height": 800})
    tab.wait_for_timeout(300)
    assert tab.locator(".kb-math[data-kb-scrolls]").count() < narrow
