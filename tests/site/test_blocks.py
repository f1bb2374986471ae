"""What the blocks put into a page, and what stops it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from kb.site.errors import SiteError

Convert = Callable[[str], str]


def block(name: str, argument: str = "") -> str:
    return f"/// {name} | {argument}\n///" if argument else f"/// {name}\n///"


@pytest.fixture
def questions(convert: Convert) -> dict[str, Element]:
    """The questions of the sample page, by their short ids."""
    html = re.sub(r"<style>.*?</style>", "", convert(block("questions", "demo/everything")))
    root = ElementTree.fromstring(f"<div>{html}</div>".replace("&nbsp;", " "))
    return {article.attrib["id"].removeprefix("q-"): article for article in root.iter("article")}


def text(element: Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def part(question: Element, css: str) -> Element:
    found = [element for element in question.iter() if css in element.get("class", "").split()]
    assert found, css
    return found[0]


def test_every_question_is_there_in_order(questions: dict[str, Element]) -> None:
    assert list(questions) == [
        "greater-or-equal",
        "what-is-symmetric",
        "iou-of-halves",
        "iou-shape",
        "nms-steps",
        "what-prints",
        "wrong-line",
        "why-giou",
    ]
    assert [text(part(q, "kb-question__title")) for q in questions.values()][:2] == [
        "Question 1",
        "Question 2",
    ]


def test_answers_are_folded(questions: dict[str, Element]) -> None:
    for question in questions.values():
        answers = [d for d in question.iter("details") if "kb-answer" in d.get("class", "")]
        assert len(answers) == 1
        assert "open" not in answers[0].attrib
        assert answers[0][0].tag == "summary"


def test_the_question_itself_gives_nothing_away(questions: dict[str, Element]) -> None:
    question = questions["greater-or-equal"]
    question.remove(part(question, "kb-answer"))
    assert "strict" not in text(question)
    assert "right" not in " ".join(f"{k} {v}" for e in question.iter() for k, v in e.items())


def test_every_option_has_its_verdict_in_the_same_place(questions: dict[str, Element]) -> None:
    question = questions["what-is-symmetric"]
    options = [text(option)[1:].strip() for option in part(question, "kb-options")]
    verdicts = [(v.get("data-right"), text(v)) for v in part(question, "kb-verdicts")]
    place = next(i for i, option in enumerate(options) if option.startswith("The trade-off"))
    assert verdicts[place] == (
        "true",
        f"{'ABCD'[place]}Right v is a square of a difference, and IoU is symmetric.",
    )
    assert sorted(right or "" for right, _ in verdicts) == ["false", "true", "true", "true"]


def test_hints_unfold_one_after_the_other(questions: dict[str, Element]) -> None:
    first = part(questions["greater-or-equal"], "kb-hint")
    second = part(first[1:][-1], "kb-hint")
    assert text(first[0]) == "Hint 1 of 2"
    assert text(second[0]) == "Hint 2 of 2"


def test_a_number_and_the_slips_that_lead_elsewhere(questions: dict[str, Element]) -> None:
    question = questions["iou-of-halves"]
    field = part(question, "kb-try")
    assert json.loads(field.attrib["data-answer"]) == pytest.approx(1 / 3, abs=1e-4)
    assert json.loads(field.attrib["data-tolerance"]) == 0.001
    slips = {json.loads(s.attrib["data-value"]): text(s) for s in part(question, "kb-slips")}
    assert slips[0.5] == "0.5That is the share of one square, not of the union."


def test_drawn_numbers_fit_their_answer(questions: dict[str, Element]) -> None:
    question = questions["iou-shape"]
    drawn = re.findall(r"shape \((\d+), 4\)", text(part(question, "kb-prompt")))
    assert "{{" not in text(question)
    assert text(part(question, "kb-value")) == f"({', '.join(drawn)})"


def test_drawn_numbers_are_the_same_at_every_build(convert: Convert) -> None:
    assert convert(block("questions", "demo/everything")) == convert(block("questions", "demo/everything"))


def test_steps_are_shuffled_and_know_their_place(questions: dict[str, Element]) -> None:
    question = questions["nms-steps"]
    shown = [(int(step.attrib["data-place"]), text(step)) for step in part(question, "kb-steps")]
    right = [text(step) for step in part(question, "kb-ordered")]
    assert [place for place, _ in shown] != [0, 1, 2, 3]
    assert [step for _, step in sorted(shown)] == right


def test_the_wrong_line_is_counted_in_what_is_shown(questions: dict[str, Element]) -> None:
    question = questions["wrong-line"]
    number = json.loads(part(question, "kb-try").attrib["data-answer"])
    lines = "".join(next(question.iter("code")).itertext()).split("\n")
    assert lines[number - 1].strip() == "x *= 2"
    assert text(part(question, "kb-value")) == "Line 2"


def test_markdown_of_the_bank_is_markdown(questions: dict[str, Element]) -> None:
    why = part(questions["greater-or-equal"], "kb-why")
    assert [a.get("href") for a in why.iter("a")] == ["/demo/everything.md#how-it-works"]
    assert any("highlight" in e.get("class", "") for e in why.iter())


def test_sources_of_arxiv_are_links(questions: dict[str, Element]) -> None:
    links = [a.get("href") for a in part(questions["why-giou"], "kb-more").iter("a")]
    assert links == [
        "/demo/everything.md#derivation",
        "https://arxiv.org/abs/1902.09630",
        "https://arxiv.org/abs/1911.08287",
    ]


def test_a_single_question(convert: Convert) -> None:
    html = convert(block("questions", "demo/everything/why-giou"))
    assert re.findall(r'<article[^>]* id="([^"]+)"', html) == ["q-why-giou"]


def test_an_exercise(convert: Convert) -> None:
    html = convert(block("exercises", "demo/everything"))
    assert 'id="exercise-double"' in html
    plain = re.sub(r"<[^>]+>", "", html)
    assert "python -m kb.quiz new demo/double" in plain
    assert "python -m kb.quiz grade double.py" in plain
    assert "Not allowed: numpy.multiply." in plain
    assert "NotImplementedError" in plain


def test_mistakes_come_without_their_docstrings(convert: Convert) -> None:
    html = convert(block("mistakes", "demo/double"))
    assert 'id="mistake-double-in-place"' in html
    plain = re.sub(r"<[^>]+>", "", html)
    assert plain.count("The input is overwritten") == 1
    assert "Caught by test_input_is_left_alone" in plain
    assert '"""' not in plain


def test_a_reference(convert: Convert) -> None:
    html = convert(block("reference", "kb.detection.nms:nms"))
    assert "kb/detection/nms.py · nms" in html
    assert '<span class="k">def</span>' in html


def test_the_contents_count(convert: Convert) -> None:
    html = convert(block("contents"))
    assert '<a href="/demo/everything.md">Everything at once (EAO, ' in html
    assert "8 questions · 1 exercise" in html


def test_chinese_terms_carry_their_language(convert: Convert) -> None:
    assert convert("NMS (非极大值抑制)") == '<p>NMS (<span lang="zh-Hans">非极大值抑制</span>)</p>'
    assert "lang" not in convert("`非极大值抑制`")


def test_a_list_may_follow_the_line_that_announces_it(convert: Convert) -> None:
    assert convert("Differs:\n- one\n- two").count("<li>") == 2
    assert convert("> Differs:\n> 1. one").count("<li>") == 1
    assert convert("- one:\n- two").count("<ul>") == 1
    assert "<li>" not in convert("A difference\n- 3 stays.")
    assert "<li>" not in convert("```text\na:\n- b\n```")


@pytest.mark.parametrize("place", ["- item\n\n    {}", "> {}"])
def test_blocks_stand_in_other_blocks(convert: Convert, place: str) -> None:
    indent = "\n    " if place.startswith("-") else "\n> "
    html = convert(place.format(block("reference", "kb.detection.nms:nms").replace("\n", indent)))
    assert "kb/detection/nms.py · nms" in html


@pytest.mark.parametrize(
    ("page", "message"),
    [
        pytest.param(
            block("questions", "demo/nothing"), r"/// questions \| demo/nothing: ", id="unknown page"
        ),
        pytest.param(
            block("questions", "demo/everything/no"), r"questions \| demo/everything/no: ", id="unknown id"
        ),
        pytest.param(
            block("exercises", "demo/nothing"), r"/// exercises \| demo/nothing: ", id="no exercise"
        ),
        pytest.param(
            block("mistakes", "demo/nothing"), r"/// mistakes \| demo/nothing: ", id="unknown exercise"
        ),
        pytest.param(block("mistakes", "double"), "'double' is not an id; expected area/name", id="no area"),
        pytest.param(block("reference", "kb.detection.nms:no"), "defines no no; it defines", id="symbol"),
        pytest.param("/// questions\n///", "/// questions: not understood", id="no argument"),
        pytest.param(block("question", "demo/everything"), "not understood; expected one of", id="misspelt"),
        pytest.param(
            "/// questions | demo/everything\n    sort: no\n///", "not understood", id="unknown option"
        ),
        pytest.param(
            "/// figure | demo/everything:overlap\n    alt: $x$\n///", "expected plain text", id="alt"
        ),
        pytest.param("/// questions | demo/everything\n\nand more", "never closed", id="not closed"),
        pytest.param(
            "/// questions | demo/everything\nand more\n///", "this block takes no content", id="not empty"
        ),
    ],
)
def test_what_is_wrong_stops_the_page(convert: Convert, page: str, message: str) -> None:
    with pytest.raises(SiteError, match=message):
        convert(f"Before.\n\n{page}\n\nAfter.")


def test_a_mistake_without_its_last_lines_is_named(sample: Path, convert: Convert) -> None:
    path = sample / "questions" / "demo" / "double" / "mistakes" / "squared.py"
    path.write_text('"""Squared."""\n', encoding="utf-8")
    with pytest.raises(SiteError, match=r"squared\.py: the docstring lacks"):
        convert(block("mistakes", "demo/double"))


def test_a_wrong_line_that_is_not_there_is_named(sample: Path, convert: Convert) -> None:
    path = sample / "questions" / "demo" / "double" / "mistakes" / "in_place.py"
    path.write_text(path.read_text(encoding="utf-8").replace("x *= 2\n", "x = 2 * x\n"), encoding="utf-8")
    with pytest.raises(SiteError, match=r"everything\.yaml:\d+:\d+: in_place has no line 'x \*= 2'"):
        convert(block("questions", "demo/everything"))


def test_a_slip_in_the_bank_keeps_its_place(sample: Path, convert: Convert) -> None:
    path = sample / "questions" / "demo" / "everything.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("kind: multiple", "kind: several"), encoding="utf-8"
    )
    with pytest.raises(SiteError, match=r"everything\.yaml:\d+:\d+: "):
        convert(block("questions", "demo/everything"))


def test_the_tolerances_are_those_of_the_grader(convert: Convert) -> None:
    from kb.grader.compare.tolerance import rows

    html = convert(block("facts", "tolerances")).replace("\N{NON-BREAKING HYPHEN}", "-")
    for row in rows():
        assert f"{row.relative:.0e} relative, {row.absolute:.0e} absolute".replace("e-0", "e-") in html
        assert row.why.replace("'", "&#39;") in html.replace("'", "&#39;")
    assert html.count("<tr>") == len(rows()) + len({row.device for row in rows()})


def test_the_layers_are_those_of_the_sandbox(convert: Convert) -> None:
    from kb.grader.process.layers import LAYERS

    html = convert(block("facts", "layers"))
    assert re.findall(r"<strong>(.*?)</strong>", html) == [layer.name for layer in LAYERS]
    assert html.count("<tr>") == len(LAYERS) + 1
    advice = convert(block("facts", "advice"))
    assert advice.count("<tr>") == len({layer.advice for layer in LAYERS}) + 1


def test_a_table_that_is_not_there(convert: Convert) -> None:
    with pytest.raises(SiteError, match="no such table; expected one of: tolerances, layers, advice"):
        convert(block("facts", "weather"))
