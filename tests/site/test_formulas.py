"""Formulas: what is one, what becomes of it, and the font that it is drawn with."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable

import pytest
from fontTools.ttLib import TTFont

from kb.content.formulas import FormulaError, replace, typeset
from kb.site.text import font
from kb.site.text.formulas import visible

Convert = Callable[[str], str]


def found(text: str) -> str:
    """The text with each formula in brackets: [inline], [[display]], [[[display on its own]]]."""

    def keep(latex: str, display: bool, alone: bool) -> str:
        depth = 1 + display + alone
        return "[" * depth + latex + "]" * depth

    return replace(text, keep)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a $x_1*y$ b", "a [x_1*y] b", id="in a sentence"),
        pytest.param("$a$, $b$", "[a], [b]", id="two"),
        pytest.param("$a\nb$", "[a\nb]", id="over a line break"),
        pytest.param("$a\n\nb$", "$a\n\nb$", id="not over an empty line"),
        pytest.param("$$x$$", "[[[x]]]", id="a display"),
        pytest.param("a\n\n$$\nx\n$$\n\nb", "a\n\n[[[\nx\n]]]\n\nb", id="a display over lines"),
        pytest.param("- a\n\n    $$x$$\n", "- a\n\n    [[[x]]]\n", id="a display in a list item"),
        pytest.param("a\n$$x$$\nb", "a\n[[x]]\nb", id="a display in a paragraph stays in it"),
        pytest.param("> $$\n> x\n> $$", "> [[[\nx\n]]]", id="a display in a quotation"),
        pytest.param("costs $5 and $6", "costs $5 and $6", id="prices"),
        pytest.param("$5 or 6$", "[5 or 6]", id="a formula that begins with a digit"),
        pytest.param(
            r"\$x$ and $y$", r"\$x$ and $y$".replace("$y$", "[y]"), id="an escaped dollar begins nothing"
        ),
        pytest.param(r"$a \$ b$", r"[a \$ b]", id="a dollar inside"),
        pytest.param("`$x$` $y$", "`$x$` [y]", id="code"),
        pytest.param("``a ` $x$`` $y$", "``a ` $x$`` [y]", id="code with a backtick in it"),
        pytest.param("a ` b $y$", "a ` b [y]", id="a lonely backtick"),
        pytest.param("<!-- $x$ --> $y$", "<!-- $x$ --> [y]", id="a comment"),
        pytest.param('<a title="$x$">$y$</a>', '<a title="$x$">[y]</a>', id="an attribute"),
        pytest.param("<code>$x$</code>", "<code>$x$</code>", id="raw code"),
        pytest.param("a <b and $c> d$", "a <b and [c> d]", id="a sign that is no tag"),
        pytest.param("| $|A|$ | b |", "| [|A|] | b |", id="bars in a table"),
    ],
)
def test_what_is_a_formula(text: str, expected: str) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{|A \cap B|}{|A \cup B|}",
        r"\hat{y}_i = \operatorname{softmax}(x)_i",
        r"\begin{cases} a & b \\ c & d \end{cases}",
        r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
        r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}",
        r"\sum_{i=1}^{N} \left\lVert x_i \right\rVert_2^2",
        r"\operatorname*{arg\,max}_{\theta} \mathbb{E}[\log p_\theta]",
        r"\underbrace{x}_{\text{scores}} \in \mathbb{R}^{K \times K}",
        r"\nabla_x \ell, \partial, \sqrt{d_k}, Q K^\top, x \odot y",
    ],
)
@pytest.mark.parametrize("display", [False, True])
def test_the_notation_of_the_field_is_understood(latex: str, display: bool) -> None:
    mathml = typeset(latex, display)
    assert mathml.startswith("<math")
    assert ('display="block"' in mathml) == display
    assert "\\" not in visible(mathml)
    assert "&" not in visible(mathml)


@pytest.mark.parametrize("latex", [r"\foo{x}", r"\frac{1", "a & b", r"\begin{cases} a"])
def test_an_error_names_the_formula(latex: str) -> None:
    with pytest.raises(FormulaError, match=re.escape(repr(latex))):
        typeset(latex)


def test_formulas_survive_markdown(convert: Convert) -> None:
    html = convert("A table:\n\n| a | b |\n| --- | --- |\n| $|x_1|$ | $a_1 * b_1 * c_1$ |\n\n# On $x_1$")
    assert html.count("<td>") == 2
    assert html.count("<math") == 3
    assert "<em>" not in html


def test_a_display_is_no_paragraph(convert: Convert) -> None:
    html = convert("a\n\n$$\n= b\n$$\n\nc")
    assert '<div class="kb-math"><math alttext="= b" display="block">' in html
    assert "<p><div" not in html
    assert "<h1" not in html  # "= b" below a line is no heading


def test_an_escaped_dollar_is_a_dollar(convert: Convert) -> None:
    assert "<p>It costs $5.</p>" in convert(r"It costs \$5.")


def test_long_formulas_can_be_scrolled(convert: Convert) -> None:
    assert "kb-math-long" in convert(f"${' + '.join('abcdefghijklmno')}$")
    assert "kb-math-long" not in convert("$a + b$")


def test_the_font_holds_every_glyph_of_the_page(convert: Convert) -> None:
    html = convert(
        r"$\hat{y}_h = \alpha \frac{\partial \ell}{\partial x}$ and $\mathbb{R}, \mathcal{L}, \sqrt{b}$"
    )
    css = re.search(r"<style>(.*?)</style>", html)
    assert css is not None
    data = re.search(r"base64,([^)]+)\)", css[1])
    assert data is not None
    glyphs = TTFont(io.BytesIO(base64.b64decode(data[1])))
    assert set(map(ord, "𝑦ℎ𝛼𝜕ℓ𝑥ℝℒ𝑏√=")) <= set(glyphs.getBestCmap())
    assert "MATH" in glyphs


def test_the_font_is_small_and_keeps_its_license() -> None:
    css = font.face("𝑥𝑦=+")
    assert len(css) < 40_000
    glyphs = TTFont(io.BytesIO(base64.b64decode(css.split("base64,")[1].split(")")[0])))
    assert "Open Font License" in glyphs["name"].getDebugName(13)


def test_a_page_without_formulas_carries_no_font(convert: Convert) -> None:
    assert "<style>" not in convert("No formula here, and none in `$x$`.")


def test_pages_do_not_share_their_characters(convert: Convert) -> None:
    """The same extension object converts page after page."""
    from markdown import Markdown

    md = Markdown(extensions=["kb.site"])
    first = md.convert("$x$")
    md.reset()
    assert md.convert("no formula") == "<p>no formula</p>"
    md.reset()
    assert md.convert("$x$") == first
