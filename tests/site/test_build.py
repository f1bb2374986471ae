"""The built sites as files: sound HTML, links that lead somewhere. And builds that must fail."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from subprocess import CompletedProcess
from urllib.parse import unquote, urldefrag, urljoin

import pytest

Build = Callable[..., CompletedProcess[str]]
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_LOADS = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "use": "href",
}


class Page(HTMLParser):
    """The ids, links and loaded files of a page, and whether its tags are closed in order."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.faults: list[str] = []
        self.open: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if given.get(_LOADS.get(tag, "")):
            self.loads.append(str(given[_LOADS[tag]]))
        if tag == "p" and "p" in self.open[-1:]:
            self.faults.append(f"<p> in <p> at {self.getpos()}")
        if tag in ("div", "ul", "ol", "table", "figure", "details") and "p" in self.open:
            self.faults.append(f"<{tag}> in <p> at {self.getpos()}")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag in self.open:
            while self.open.pop() != tag:
                pass


def pages(site: Path) -> dict[str, Page]:
    return {path.relative_to(site).as_posix(): Page(path) for path in sorted(site.rglob("*.html"))}


def test_ids_are_unique(site: Path) -> None:
    twice = {name: [i for i, n in page.ids.items() if n > 1] for name, page in pages(site).items()}
    assert not {name: ids for name, ids in twice.items() if ids}


def test_no_block_stands_in_a_paragraph(site: Path) -> None:
    assert not {name: page.faults for name, page in pages(site).items() if page.faults}


def test_internal_links_lead_somewhere(site: Path) -> None:
    found = pages(site)
    lost = []
    for name, page in found.items():
        if name == "404.html":  # its links are absolute: nobody knows from where it is shown
            continue
        for link in page.links:
            if not re.match(r"[a-z]+:", link):
                lost += [f"{name}: {link}"] * (not _leads(found, site, name, link))
    assert not lost


def _leads(found: dict[str, Page], site: Path, name: str, link: str) -> bool:
    target, anchor = urldefrag(urljoin(f"/{name}", link))
    path = unquote(target).lstrip("/")
    path = f"{path}index.html" if path == "" or path.endswith("/") else path
    if path not in found:
        return (site / path).is_file()
    return anchor in ("", "__top") or unquote(anchor) in found[path].ids


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for name, page in pages(site).items():
        assert not [file for file in page.loads if re.match(r"(https?:)?//", file)], name


def test_no_source_travels_along(site: Path) -> None:
    assert not [p for p in site.rglob("*") if p.suffix in (".py", ".pyc", ".yaml")]


def test_no_markup_is_left_over(site: Path) -> None:
    for name in pages(site):
        text = re.sub(
            r"(?s)<(pre|code|style|script|svg)\b.*?</\1>", "", (site / name).read_text(encoding="utf-8")
        )
        text = re.sub(
            '<span class="kb-spoken">[^<]*</span>', "", text
        )  # LaTeX that is meant for screen readers
        assert not re.search(
            r"\$[^\s\d]|[^\s\d]\$|\\[a-z]{3}|^\s*///|\{\{", re.sub(r"<[^>]*>", "", text), re.MULTILINE
        ), name


def test_questions_can_be_searched(sample_site: Path) -> None:
    index = json.loads((sample_site / "search" / "search_index.json").read_text(encoding="utf-8"))
    texts = " ".join(entry["text"] for entry in index["docs"])
    assert "What does greedy NMS" in texts
    assert "font-face" not in texts


def test_what_mkdocs_expands_stands_in_tabs_too(sample_site: Path) -> None:
    html = (sample_site / "demo" / "everything" / "index.html").read_text(encoding="utf-8")
    tabs = html.split('class="tabbed-content"')[1]
    assert "kb/detection/nms.py · nms" in tabs
    assert "kb/detection/iou.py · box_area, box_iou" in tabs


def test_two_builds_are_the_same(sample_site: Path, sample: Path, build: Build, tmp_path: Path) -> None:
    assert build(sample, tmp_path / "again").returncode == 0
    pages_of = [
        sorted(p.relative_to(site) for p in site.rglob("*.html"))
        for site in (sample_site, tmp_path / "again")
    ]
    assert pages_of[0] == pages_of[1]
    for page in pages_of[0]:
        assert (sample_site / page).read_text(encoding="utf-8") == (tmp_path / "again" / page).read_text(
            encoding="utf-8"
        )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "A formula $\\foo{x}$.", "character 0: Unknown command", id="what the extension refuses"
        ),
        pytest.param('--8<-- "nothing.txt"', "nothing.txt", id="a snippet that is not there"),
    ],
)
def test_a_slip_fails_the_build_and_is_named(
    sample: Path, build: Build, tmp_path: Path, text: str, message: str
) -> None:
    with (sample / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write(f"\n\n{text}\n")
    done = build(sample, tmp_path / "site")
    assert done.returncode != 0
    assert message in done.stdout + done.stderr
    assert "index.md" in done.stdout + done.stderr


def test_mkdocs_checks_links_and_anchors_and_the_navigation(
    sample: Path, build: Build, tmp_path: Path
) -> None:
    with (sample / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write(
            "\n\n[a](demo/everything.md#nowhere) [b](/demo/nothing.md) [c](/demo/everything.md#nobody)\n"
        )
    (sample / "docs" / "lost.md").write_text("# Lost\n", encoding="utf-8")
    done = build(sample, tmp_path / "site")
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert [word for word in ("#nowhere", "nothing.md", "#nobody", "lost.md") if word not in said] == []
