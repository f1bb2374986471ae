"""Coverage and glossary: what their files may hold, and what the check finds wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.bank import Bank, BankError, load
from kb.content import coverage, glossary
from kb.dev.pages import terms
from kb.dev.prove import covered
from kb.dev.tree import Tree

PAGE = """
# Scaling (缩放)

## The answer in 30 seconds {#in-30-seconds}

## Common mistakes {#common-mistakes}
"""
QUESTIONS = """
questions:
  - id: why-scale
    kind: open
    rev: 1
    level: 1
    frequency: core
    prompt: Why?
    points: [Because.]
    why: So.
    page: in-30-seconds
  - id: which-one
    kind: single
    rev: 1
    level: 1
    frequency: core
    prompt: Which?
    options:
      - {text: This., right: true, why: Yes.}
      - {text: That., why: No.}
    why: So.
    page: in-30-seconds
"""
ROWS = """
subject: scaling
rows:
  - row: 3
    says: Scaling multiplies.
    page: demo/scale#in-30-seconds
    symbol: kb.demo.scale:scale
    questions: [demo/scale/which-one]
claims:
  - claim: one
    says: It adds.
    page: demo/scale#common-mistakes
    questions: [demo/scale/which-one]
open:
  - open: two
    says: Why?
    page: demo/scale#in-30-seconds
    questions: [demo/scale/why-scale]
"""
TERMS = """
- term: scale factor
  short: SF
  zh: 缩放系数
  means: What a value is multiplied by.
  page: demo/scale#in-30-seconds
"""


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A checkout with one page."""
    texts = {
        "docs/demo/scale.md": PAGE,
        "kb/demo/scale.py": "FACTOR = 2\n\n\ndef scale(x):\n    return x\n\n\nclass Scale:\n    def step(self):\n        pass\n",
        "questions/demo/scale.yaml": QUESTIONS,
        "docs/coverage/scaling.yaml": ROWS,
        "docs/glossary/scaling.yaml": TERMS,
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Tree(tmp_path)


@pytest.fixture
def bank(tree: Tree) -> Bank:
    return load((tree.questions,))


Change = Callable[[str, str], list[str]]


@pytest.fixture
def after(tree: Tree, bank: Bank) -> Change:
    """The findings after a change of the coverage."""

    def after(old: str, new: str) -> list[str]:
        assert old in ROWS
        (tree.docs / "coverage" / "scaling.yaml").write_text(ROWS.replace(old, new), encoding="utf-8")
        return [str(finding) for finding in covered.check(tree, bank, complete=False)]

    return after


def test_sound_coverage_is_read_and_accepted(tree: Tree, bank: Bank) -> None:
    assert list(covered.check(tree, bank, complete=False)) == []
    found = coverage.read(tree.docs)["scaling"]
    assert [row.row for row in found.rows] == [3]
    assert found.claims[0].says == "It adds."
    assert found.open[0].questions == ("demo/scale/why-scale",)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            "demo/scale#in", "demo/none#in", "docs/demo/none.md, which does not exist", id="no page"
        ),
        pytest.param(
            "scale#in-30-seconds", "scale#no", "#no, which docs/demo/scale.md lacks", id="no anchor"
        ),
        pytest.param(
            "scale:scale",
            "scale:none",
            "kb/demo/scale.py defines no none; it defines FACTOR, Scale, scale",
            id="no symbol",
        ),
        pytest.param(
            "scale:scale",
            "none:x",
            "kb.demo.none:x: there is no module kb.demo.none; expected ",
            id="no module",
        ),
        pytest.param(
            "[demo/scale/which-one]\nclaims",
            "[demo/scale/none]\nclaims",
            "which is not a question",
            id="no question",
        ),
        pytest.param(
            "row: 3",
            "row: 3\n    exercise: demo/none",
            "demo/none, which is not an exercise",
            id="no exercise",
        ),
        pytest.param(
            "[demo/scale/why-scale]", "[demo/scale/which-one]", "expected an open one", id="not open"
        ),
        pytest.param(
            "[demo/scale/which-one]\nopen",
            "[demo/scale/why-scale]\nopen",
            "can be chosen",
            id="a claim in an open one",
        ),
        pytest.param(
            "    symbol: kb.demo.scale:scale\n    questions: [demo/scale/which-one]\n",
            "",
            "a page alone",
            id="no cover",
        ),
        pytest.param("row: 3", "row: three", "found the text 'three'", id="no number"),
        pytest.param("says: Scaling", "say: Scaling", "unknown key 'say'", id="a misspelt key"),
    ],
)
def test_what_is_wrong_is_found(old: str, new: str, told: str, after: Change) -> None:
    found = after(old, new)
    assert len(found) >= 1
    assert any(told in finding for finding in found), found


@pytest.mark.parametrize("symbol", ["scale:FACTOR", "scale:Scale", "scale:Scale.step"])
def test_a_symbol_is_anything_that_is_defined(symbol: str, after: Change) -> None:
    assert after("scale:scale", symbol) == []


def test_a_row_stands_there_once(tree: Tree, bank: Bank) -> None:
    (tree.docs / "coverage" / "more.yaml").write_text(ROWS, encoding="utf-8")
    assert [str(finding) for finding in covered.check(tree, bank, complete=False)] == [
        "docs/coverage, scaling: row 3 stands there 2 times"
    ]


def test_rows_that_were_left_out_are_named(tree: Tree, bank: Bank) -> None:
    found = {finding.where: finding.what for finding in covered.check(tree, bank)}
    assert found["docs/coverage, iou"] == "these rows are not covered: 191, 192, 193, 194, 195, 196, 197"
    assert len(found) == len(coverage.SUBJECTS)


def test_terms_are_read_in_the_order_of_the_alphabet(tree: Tree) -> None:
    more = TERMS.replace("scale factor", "Affine map").replace("SF", "AM")
    (tree.docs / "glossary" / "zoo.yaml").write_text(more, encoding="utf-8")
    assert [term.term for term in glossary.read(tree.docs)] == ["Affine map", "scale factor"]
    assert glossary.read(tree.docs)[1].names == ("scale factor", "SF")
    assert glossary.read(tree.docs)[1].anchor == "scale-factor"
    assert list(terms.check(tree)) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            "#in-30-seconds", "#nowhere", "refers to demo/scale#nowhere, which does not exist", id="no anchor"
        ),
        pytest.param("缩放系数", "scale", "no Chinese character", id="no Chinese"),
        pytest.param(
            "What a value is", "What a value is " + "very " * 60, "expected one line", id="too long"
        ),
        pytest.param("term: scale factor", "name: scale factor", "unknown key 'name'", id="a misspelt key"),
    ],
)
def test_what_is_wrong_with_a_term_is_found(old: str, new: str, told: str, tree: Tree) -> None:
    (tree.docs / "glossary" / "scaling.yaml").write_text(TERMS.replace(old, new), encoding="utf-8")
    assert any(told in str(finding) for finding in terms.check(tree))


def test_a_name_stands_for_one_term(tree: Tree) -> None:
    (tree.docs / "glossary" / "zoo.yaml").write_text(TERMS.replace("scale factor", "size"), encoding="utf-8")
    assert [finding.what for finding in terms.check(tree)] == ["'SF' is a name of 'scale factor' as well"]


def test_a_file_that_is_no_list_says_where(tree: Tree) -> None:
    (tree.docs / "glossary" / "scaling.yaml").write_text("term: x\n", encoding="utf-8")
    with pytest.raises(BankError, match=r"scaling.yaml:1:1: found a mapping, expected a list"):
        glossary.read(tree.docs)
