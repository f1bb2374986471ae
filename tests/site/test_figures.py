"""Figures: run from their file, and made fit to stand in a page."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.site.errors import SiteError
from kb.site.figures.drawing import drawn

Convert = Callable[[str], str]
HEAD = "from kb.site.figures.style import *\nfrom kb.site.figures.style import ACCENT1, canvas\n\n"


def write(folder: Path, body: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.figures.py").write_text(HEAD + body, encoding="utf-8")
    return folder


def test_a_figure_is_one_scalable_picture_with_a_name(sample: Path) -> None:
    svg = drawn("demo/everything:overlap", 'Two boxes & "more"', sample / "docs")
    assert svg.startswith("<svg")
    assert 'role="img"' in svg
    assert 'aria-label="Two boxes &amp; &quot;more&quot;"' in svg
    assert "viewBox" in svg
    assert "<style" not in svg  # matplotlib's own sheet styles every element of the page
    assert "<metadata" not in svg


def test_colors_follow_the_page(sample: Path) -> None:
    svg = drawn("demo/everything:curves", "curves", sample / "docs")
    assert {"var(--kb-accent1)", "var(--kb-accent2)", "var(--kb-ink)"} <= set(
        re.findall(r"var\([^)]+\)", svg)
    )
    assert not re.search(r"#[0-9a-f]{6}\b", svg)
    assert "font-family" not in svg


def test_text_stays_text(sample: Path) -> None:
    assert "A 框" in drawn("demo/everything:overlap", "x", sample / "docs")


def test_two_figures_share_no_id(sample: Path) -> None:
    ids = [
        set(re.findall(r' id="([^"]+)"', drawn(f"demo/everything:{name}", "x", sample / "docs")))
        for name in ("overlap", "curves")
    ]
    assert all(ids), "the figures refer to clip paths and markers"
    assert not ids[0] & ids[1]


def test_every_reference_is_answered(sample: Path) -> None:
    svg = drawn("demo/everything:curves", "x", sample / "docs")
    asked = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', svg))
    assert asked == set(re.findall(r' id="([^"]+)"', svg))


def test_an_edited_figure_is_drawn_anew(tmp_path: Path) -> None:
    body = "def f():\n    figure, axes = canvas()\n    axes.set_title('{}')\n    return figure\n"
    first = drawn("page:f", "x", write(tmp_path, body.format("before")))
    second = drawn("page:f", "x", write(tmp_path, body.format("after")))
    assert "before" in first
    assert "after" in second


@pytest.mark.parametrize(
    ("target", "body", "message"),
    [
        pytest.param("page:g", "def f(): ...", "no figure g, expected one of: f", id="unknown function"),
        pytest.param("other:f", "def f(): ...", "other.figures.py: no such file", id="unknown page"),
        pytest.param("page", "def f(): ...", "expected area/page:function", id="no function"),
        pytest.param(
            "page:f", "def f(): return 3", "returned int, expected a matplotlib Figure", id="no figure"
        ),
        pytest.param(
            "page:f",
            "def f():\n    figure, axes = canvas()\n    axes.plot([1], color='#ff0000')\n    return figure",
            "color #ff0000 is not one of",
            id="a color that the dark scheme does not know",
        ),
    ],
)
def test_errors_say_what_was_expected(tmp_path: Path, target: str, body: str, message: str) -> None:
    with pytest.raises(SiteError, match=message):
        drawn(target, "x", write(tmp_path, body))


def test_the_caption_is_markdown(convert: Convert) -> None:
    html = convert("/// figure | demo/everything:overlap\n    alt: Boxes.\nA *caption* with $x$.\n///")
    assert re.search(
        r'</div>\s*<figcaption>\s*<p>A <em>caption</em> with <span class="kb-math-end"><math\b[^>]*><mi>x</mi></math>\.</span></p>',
        html,
    )


def test_a_figure_needs_no_caption(convert: Convert) -> None:
    assert "figcaption" not in convert("/// figure | demo/everything:overlap\n    alt: Boxes.\n///")


@pytest.mark.parametrize("alt", ["Boxes: two", "'Boxes: two'", '"Boxes: two"'])
def test_an_alternative_text_may_have_a_colon(convert: Convert, alt: str) -> None:
    assert 'aria-label="Boxes: two"' in convert(f"/// figure | demo/everything:overlap\n    alt: {alt}\n///")


def test_a_figure_needs_an_alternative_text(convert: Convert) -> None:
    with pytest.raises(SiteError, match="alt is missing"):
        convert("/// figure | demo/everything:overlap\nA caption.\n///")


def test_the_palette_is_light_to_import() -> None:
    code = "import sys, kb.site.figures.style; print({'matplotlib', 'markdown', 'mkdocs', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
