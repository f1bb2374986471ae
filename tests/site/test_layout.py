"""How pages are set: formulas, narrow windows, print, and pages that were opened from a file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 120_000  # milliseconds
Serve = Callable[[Path], str]
RULE = """(selector) => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
  .flatMap((rule) => [rule, ...(rule.cssRules ?? [])])
  .filter((rule) => rule.selectorText === selector).map((rule) => rule.cssText)"""


@pytest.mark.browser
def test_rules_for_engines_that_are_not_here(shared: Any) -> None:
    """WebKit centers a display only at width auto; Firefox breaks a formula unless it must not."""
    assert "width: auto" in "".join(shared.evaluate(RULE, ".kb-math > math"))
    assert "nowrap" in "".join(shared.evaluate(RULE, "math"))
    assert "0.75em" in "".join(shared.evaluate(RULE, ":not(.kb-math) > math mfrac > *"))


@pytest.mark.browser
def test_a_display_formula_stands_in_the_middle(shared: Any) -> None:
    offsets = shared.evaluate(
        """() => [...document.querySelectorAll(".kb-math")].filter((box) => box.offsetParent).map((box) => {
          const [outer, inner] = [box, box.firstElementChild].map((element) => element.getBoundingClientRect());
          return Math.abs((outer.left + outer.right) / 2 - (inner.left + inner.right) / 2);
        })"""
    )
    assert offsets and max(offsets) <= 1


@pytest.mark.browser
def test_a_gap_behind_a_root_is_noticed(demo: Any) -> None:
    checks = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")
    demo.add_style_tag(content="msqrt { margin-inline-end: 0 !important; }")
    html = "<p><math><msqrt><mi>d</mi></msqrt></math></p>"
    demo.evaluate(f"document.querySelector('.md-content article').insertAdjacentHTML('beforeend', '{html}')")
    assert [fault for fault in demo.evaluate(checks) if fault.startswith("a root ends")]


@pytest.mark.parametrize("mark", [".", ",", ";", ")", "、"])
def test_punctuation_stays_with_its_formula(mark: str, convert: Callable[[str], str]) -> None:
    assert f"</math>{mark}</span>" in convert(f"See $x${mark} And $y$ more.")


def test_no_line_begins_with_punctuation(real_site: Path) -> None:
    loose = re.compile(r"(?<!</span>)</math>(?:</span>)?[.,;:](?![^<\s]*</span>)")
    faults = [
        f"{path.parent.name}: {match[0]}"
        for path in real_site.rglob("index.html")
        for match in loose.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not faults


@pytest.mark.browser
@pytest.mark.parametrize("page", ["", "glossary/", "coverage/", "detection/nms/"])
def test_nothing_is_wider_than_a_window_of_320_pixels(
    page: str, browser: Any, real_site: Path, serve: Serve
) -> None:
    tab = patient(browser, viewport={"width": 320, "height": 800})  # 1280 at 400 % zoom
    tab.goto(serve(real_site) + page)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    tab.close()


@pytest.mark.browser
@pytest.mark.parametrize("page", ["detection/nms/", "training/batch-norm/"])
def test_a_page_prints_on_a_reasonable_number_of_sheets(
    page: str, browser: Any, real_site: Path, serve: Serve
) -> None:
    """Unfolding the code of every mistake made 91 sheets of the first."""
    tab = patient(browser)
    tab.goto(serve(real_site) + page)
    tab.wait_for_selector(".kb-tools")
    sheets = len(re.findall(rb"/Type\s*/Page\b", tab.pdf(format="A4")))
    tab.emulate_media(media="print")
    assert not tab.locator(".kb-code:visible, .kb-form:visible, .kb-starter:visible").count()
    assert tab.locator("h2:visible").count() >= 8 and tab.locator(".kb-figure:visible").count() >= 1
    assert 5 <= sheets <= 45, sheets
    tab.close()


@pytest.mark.browser
def test_questions_work_in_a_page_that_was_opened_from_a_file(browser: Any, sample_site: Path) -> None:
    tab = patient(browser)
    tab.goto((sample_site / "demo" / "everything" / "index.html").as_uri())
    question = tab.locator("#q-greater-or-equal")
    question.get_by_role("button", name="It is kept").click()
    assert question.locator(".kb-option[data-verdict=right]").count() == 1
    tab.close()


def patient(browser: Any, **options: Any) -> Any:
    """A tab that waits as long as a busy machine needs."""
    tab = browser.new_page(**options)
    tab.set_default_timeout(PATIENCE)
    return tab


@pytest.fixture(scope="module")
def offline(sample_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, built to be opened from files."""
    return built_with(sample_copy, tmp_path_factory.mktemp("offline"), KB_OFFLINE="true")


def built_with(folder: Path, site: Path, **more: str) -> Path:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"} | more,
        capture_output=True,
        text=True,
        timeout=1200,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return site


@pytest.mark.browser
def test_links_and_search_work_from_files(browser: Any, offline: Path) -> None:
    tab = patient(browser)
    elsewhere: list[str] = []
    tab.on("request", lambda r: elsewhere.append(r.url) if not r.url.startswith(("file:", "data:")) else None)
    tab.goto((offline / "index.html").as_uri())
    assert not [href for href in tab.evaluate("[...document.links].map((a) => a.href)") if href.endswith("/")]
    tab.locator("[data-md-component=search-query]").click()
    tab.keyboard.type("suppression")
    tab.wait_for_selector(".md-search-result__link", timeout=120_000)
    assert not elsewhere
    tab.close()


@pytest.fixture(scope="module")
def placed(sample_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, built for an address below a host."""
    address, repository = "http://127.0.0.1/x/y/", "http://127.0.0.1/repository"
    return built_with(
        sample_copy, tmp_path_factory.mktemp("placed"), KB_SITE_URL=address, KB_REPO_URL=repository
    )


def test_with_an_address_pages_are_canonical(placed: Path) -> None:
    page = (placed / "demo" / "everything" / "index.html").read_text(encoding="utf-8")
    assert 'rel="canonical" href="http://127.0.0.1/x/y/demo/everything/"' in page
    assert 'property="og:url" content="http://127.0.0.1/x/y/demo/everything/"' in page
    assert 'content="http://127.0.0.1/x/y/assets/share.png"' in page
    assert (placed / "assets" / "share.png").is_file()
    assert "http://127.0.0.1/x/y/demo/everything/" in (placed / "sitemap.xml").read_text(encoding="utf-8")
    assert 'href="http://127.0.0.1/repository"' in page


def test_the_page_for_what_is_not_there_finds_its_style(placed: Path) -> None:
    page = (placed / "404.html").read_text(encoding="utf-8")
    loaded = re.findall(r'(?:src|href)="([^"#]+)"', page)
    assert loaded and all(link.startswith(("/x/y/", "http://127.0.0.1/", "data:")) for link in loaded), loaded


def test_without_an_address_nothing_points_elsewhere(sample_site: Path) -> None:
    page = (sample_site / "demo" / "everything" / "index.html").read_text(encoding="utf-8")
    assert "canonical" not in page and "og:url" not in page and "og:title" in page


def test_every_page_describes_itself(real_site: Path) -> None:
    found: dict[str, list[str]] = {}
    for path in sorted(real_site.rglob("index.html")):
        text = path.read_text(encoding="utf-8")
        described = re.search(r'<meta name="description" content="([^"]*)"', text)
        assert described and len(described[1]) >= 20, path
        assert "og:title" in text and "og:description" in text
        found.setdefault(described[1], []).append(path.parent.name)
    shared = [pages for pages in found.values() if len(pages) > 1]
    assert not shared
