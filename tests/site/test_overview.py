"""Glossary, coverage, study paths and tooltips, on pages of a small site."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown import Markdown

from kb.site.bank.overview import link
from kb.site.errors import SiteError

SAMPLE = Path(__file__).parent / "sample"
TERMS = """
- term: cross-validation
  zh: 交叉验证
  means: Every part is tested once.
  page: demo/everything#how-it-works
- term: intersection over union
  short: IoU
  zh: 交并比
  means: "Overlap over union, $|A \\\\cap B| / |A \\\\cup B|$ of `a` and `b`."
  page: demo/everything#how-it-works
- term: value
  zh: 值
  means: What attention averages.
  page: demo/everything#how-it-works
  everyday: true
"""
ROWS = """
subject: demo
rows:
  - row: 7
    says: NMS keeps a box at the threshold.
    page: demo/everything#how-it-works
    symbol: kb.detection.nms:nms
    exercise: demo/double
    questions: [demo/everything/greater-or-equal]
claims:
  - claim: a
    says: The rule is at least.
    page: demo/everything#how-it-works
    questions: [demo/everything/greater-or-equal]
open:
  - open: b
    says: Why GIoU?
    page: demo/everything#how-it-works
    questions: [demo/everything/why-giou]
"""
Convert = Callable[[str], str]


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    shutil.copytree(SAMPLE / "docs", tmp_path / "docs")
    for name, text in (("glossary", TERMS), ("coverage", ROWS)):
        (tmp_path / "docs" / name).mkdir()
        (tmp_path / "docs" / name / "demo.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "docs"


@pytest.fixture
def convert(docs: Path) -> Convert:
    def convert(text: str) -> str:
        options = {"docs": str(docs), "questions": str(SAMPLE / "questions")}
        extensions = ["tables", "md_in_html", "pymdownx.superfences", "kb.site"]
        return Markdown(extensions=extensions, extension_configs={"kb.site": options}).convert(text)

    return convert


def shown(html: str) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.S).split())


# ---------------------------------------------------------------- tooltips


def test_the_first_mention_of_a_term_is_explained(convert: Convert) -> None:
    html = convert("Cross-validation once, cross-validation twice; the IoU and then IoUs.")
    assert html.count("<abbr") == 2
    assert (
        '<abbr tabindex="0" title="交叉验证. Every part is tested once.">Cross-validation</abbr> once,'
        in html
    )
    assert ">IoU</abbr> and then IoUs." in html


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        pytest.param("Cross-Validation is", "Cross-Validation", id="any case"),
        pytest.param("Several cross-validations are", "cross-validations", id="a plural"),
        pytest.param("**cross-validation**", "cross-validation", id="inside of other markup"),
        pytest.param("a *b* cross-validation", "cross-validation", id="behind other markup"),
        pytest.param("| a | b |\n| - | - |\n| IoU | c |", "IoU", id="in a table"),
    ],
)
def test_mentions(text: str, mention: str, convert: Convert) -> None:
    assert f">{mention}</abbr>" in convert(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# Cross-validation", id="a heading"),
        pytest.param("[cross-validation](x.md)", id="a link"),
        pytest.param("`IoU`", id="code"),
        pytest.param("```python\nIoU\n```", id="a block of code"),
        pytest.param("iou and IOU", id="another spelling of an abbreviation"),
        pytest.param("GIoU, detection/IoU, IoU-like", id="part of a word or a path"),
        pytest.param("value and values", id="an everyday word"),
        pytest.param(
            "/// questions | demo/everything\n///", id="a question, which must not be told its answer"
        ),
    ],
)
def test_what_is_no_mention(text: str, convert: Convert) -> None:
    assert "<abbr" not in convert(text)


def test_formulas_and_code_are_plain_in_a_tooltip(convert: Convert) -> None:
    assert r'title="交并比. Overlap over union, |A \cap B| / |A \cup B| of a and b."' in convert("IoU")


# ---------------------------------------------------------------- blocks


def test_the_glossary_shows_every_term(convert: Convert) -> None:
    html = convert("/// glossary\n///")
    assert re.findall(r'id="(term-[\w-]+)"', html) == [
        "term-cross-validation",
        "term-intersection-over-union",
        "term-value",
    ]
    assert "交叉验证" in html and 'href="/demo/everything.md#how-it-works"' in html
    assert "<abbr" not in html


def test_coverage_shows_rows_claims_and_open_questions(convert: Convert) -> None:
    html = convert("/// coverage | demo\n///")
    told = shown(html)
    assert "7 NMS keeps a box at the threshold. nms everything: how it works double greater or equal" in told
    assert "Often said, and put right The rule is at least." in told
    assert "Why GIoU? why giou" in told
    for target in ("#how-it-works", "#exercise-double", "#q-greater-or-equal", "#q-why-giou"):
        assert f'href="/demo/everything.md{target}"' in html


@pytest.mark.parametrize("name", ["two-days", "two-weeks", "six-weeks"])
def test_a_path_links_pages_and_names_commands(name: str, convert: Convert) -> None:
    html = convert(f"/// path | {name}\n///")
    assert 'href="/demo/everything.md"' in html
    assert "<code>python -m kb.quiz --topic demo/everything</code>" in html
    assert ("Week 1" in shown(html)) == (name != "two-days")


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ("/// coverage | none\n///", "nothing is said of 'none'; expected one of: demo"),
        ("/// path | tomorrow\n///", "no such plan; expected one of: two-days, two-weeks, six-weeks"),
    ],
)
def test_what_is_not_there_stops_the_build(block: str, told: str, convert: Convert) -> None:
    with pytest.raises(SiteError, match=re.escape(told)):
        convert(block)


def test_a_broken_glossary_says_where(docs: Path, convert: Convert) -> None:
    (docs / "glossary" / "demo.yaml").write_text(TERMS.replace("zh: 值", "cn: 值"), encoding="utf-8")
    with pytest.raises(SiteError, match=r"demo\.yaml:\d+:3: found the unknown key 'cn'"):
        convert("IoU")


@pytest.mark.parametrize(
    ("name", "page", "expected"),
    [
        ("demo/a#how-it-works", "", "[a: how it works](/demo/a.md#how-it-works)"),
        ("demo/a/which-one", "", "[which one](/demo/a.md#q-which-one)"),
        ("demo/box_iou", "demo/a", "[`box_iou`](/demo/a.md#exercise-box_iou)"),
    ],
)
def test_links(name: str, page: str, expected: str) -> None:
    assert link(name, page) == expected
