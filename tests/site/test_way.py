"""Ways through the site: from the home page to everything, and pages in the order in which they are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.site.bank.contents import reading_order

LINK = re.compile(r'href="([^"#]+)/?(?:#[^"]*)?"')


@pytest.fixture(scope="module")
def home(real_site: Path) -> str:
    """The content of the home page, without header, side bar and footer."""
    text = (real_site / "index.html").read_text(encoding="utf-8")
    return text[text.index("<article") : text.index("</article>")]


@pytest.mark.parametrize(
    "page", ["study", "glossary", "coverage", "grading", "reference", "contributing/pages"]
)
def test_the_home_page_leads_to(page: str, home: str) -> None:
    assert page in [link.rstrip("/") for link in LINK.findall(home)]


def test_the_home_page_says_how_to_get_the_code(home: str) -> None:
    assert "git clone" in home


def test_the_list_of_pages_follows_the_navigation(home: str, root: Path) -> None:
    order = reading_order(root / "docs")
    listed = [f"{link.rstrip('/')}.md" for link in LINK.findall(home[home.index("kb-contents") :])]
    known = [page for page in listed if page in order]
    assert len(known) >= 20
    assert [order[page] for page in known] == sorted(order[page] for page in known)


def test_questions_come_before_exercises(real_site: Path, root: Path) -> None:
    areas = {path.name for path in (root / "questions").iterdir() if path.is_dir()}
    seen = 0
    for path in sorted(real_site.glob("*/*/index.html")):
        text = path.read_text(encoding="utf-8")
        if path.parent.parent.name in areas and 'class="kb-exercises"' in text:
            seen += 1
            assert text.index('class="kb-questions"') < text.index('class="kb-exercises"'), path
    assert seen >= 20


def test_every_package_of_references_has_a_page(real_site: Path, root: Path) -> None:
    areas = sorted(path.name for path in (root / "questions").iterdir() if path.is_dir())
    for area in areas:
        page = (real_site / "reference" / area / "index.html").read_text(encoding="utf-8")
        modules = [path.stem for path in (root / "kb" / area).glob("*.py") if path.stem != "__init__"]
        assert [name for name in modules if f'id="kb.{area}.{name}"' in page] == modules


def test_a_result_is_described_in_one_piece(real_site: Path) -> None:
    page = (real_site / "reference" / "detection" / "index.html").read_text(encoding="utf-8")
    described = page[page.index('id="kb.detection.anchors.encode_boxes"') :]
    returned = described[described.index("Returns") :]
    items = re.findall(r"<li[^>]*>(.*?)</li>", returned[: returned.index("</ul>")], re.DOTALL)
    assert len(items) == 1, items
