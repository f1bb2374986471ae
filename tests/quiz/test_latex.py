"""Formulas as text: the structure must survive, whatever is typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.bank import default_root, load
from kb.quiz.text.latex import readable
from kb.quiz.text.latex.symbols import ASCII, SUBSCRIPT, SUPERSCRIPT
from kb.quiz.text.plain import signs
from kb.quiz.text.texts import beginning, markdown, one_line


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        pytest.param(r"\frac{a}{b}", "a/b", id="a fraction of letters"),
        pytest.param(r"\frac{a+b}{c}", "(a + b) / c", id="a sum above the bar keeps together"),
        pytest.param(r"\frac{a}{bc}", "a/(bc)", id="a product below the bar keeps together"),
        pytest.param(r"\frac{\frac{a}{b}}{c}", "(a/b)/c", id="a fraction in a fraction"),
        pytest.param(r"\tfrac12", "1/2", id="arguments of one digit without braces"),
        pytest.param(r"x\frac{a}{b}", "x(a/b)", id="a factor before a fraction"),
        pytest.param(r"-\frac{a}{b}", "−a/b", id="a sign before a fraction"),
        pytest.param(
            r"\frac{|A \cap B|}{|A \cup B|}", "|A ∩ B| / |A ∪ B|", id="bars open and close by turns"
        ),
        pytest.param(r"\frac{\partial L}{\partial x_i}", "∂L/∂xᵢ", id="a derivative is one thing"),
        pytest.param(
            r"\frac{4}{\pi^2}\left(x - y\right)^2", "(4/π²)(x − y)²", id="a fraction times a bracket"
        ),
        pytest.param(r"\sqrt{d_k}", "√dₖ", id="a root of one thing"),
        pytest.param(r"\sqrt{a+b}", "√(a + b)", id="a root of a sum"),
        pytest.param(r"\sqrt[3]{x}", "³√x", id="a cube root"),
        pytest.param(
            r"x^2 + y_{i,j}^{-1}", "x² + y_(i,j)⁻¹", id="scripts with and without raised characters"
        ),
        pytest.param(r"x_{t+1}", "xₜ₊₁", id="a sum below stays below"),
        pytest.param(r"e^{x_i - m}", "e^(xᵢ−m)", id="an exponent with an index"),
        pytest.param(r"L_{\mathrm{CIoU}}", "L_CIoU", id="a word below stays a word"),
        pytest.param(r"{a+b}^2", "(a + b)²", id="a group in braces is raised as a whole"),
        pytest.param(r"2^{-1074}", "2⁻¹⁰⁷⁴", id="a negative power"),
        pytest.param(r"x^T W x", "xᵀWx", id="transposed"),
        pytest.param(r"\log\frac{a}{b}", "log(a/b)", id="a function of a fraction"),
        pytest.param(r"\log \sum_j e^{x_j}", "log ∑ⱼ e^xⱼ", id="functions are set apart"),
        pytest.param(r"\max(0, x_2 - x_1)", "max(0, x₂ − x₁)", id="a function of a bracket"),
        pytest.param(r"x = -1", "x = −1", id="a sign is no operator"),
        pytest.param(r"\infty, -\infty", "∞, −∞", id="a sign after a comma"),
        pytest.param(r"\mathrm{IoU} \ge 0.5", "IoU ≥ 0.5", id="upright words"),
        pytest.param(r"\operatorname{softmax}(x)_i", "softmax(x)ᵢ", id="a named operator"),
        pytest.param(r"\text{if } x > 0", "if x > 0", id="text keeps its spaces"),
        pytest.param(r"P(x \mid y)", "P(x | y)", id="given"),
        pytest.param(r"P(x|y)", "P(x|y)", id="a single bar is no bracket"),
        pytest.param(r"\frac{P(x|y) + 1}{z}", "(P(x|y) + 1) / z", id="a single bar opens nothing"),
        pytest.param(r"\lVert x \rVert_2", "‖x‖₂", id="a norm"),
        pytest.param(r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "[1, 2; 3, 4]", id="a matrix in rows"),
        pytest.param(
            r"\begin{cases} 1 & x > 0 \\ 0 & \text{else}\end{cases}", "{ 1, x > 0; 0, else }", id="cases"
        ),
        pytest.param(r"\hat{y}", "ŷ", id="an accent"),
        pytest.param(r"50\%", "50%", id="an escaped sign"),
        pytest.param(r"1{,}000", "1,000", id="a comma in braces is no list"),
        pytest.param(r"\mathbb{R}^{N\times 4}", "ℝ^(N×4)", id="blackboard letters"),
        pytest.param(r"H\!W \quad x", "HW x", id="spaces of all sizes"),
        pytest.param(r"\unheardof{x}", r"\unheardof{x}", id="what is not LaTeX stays as it stands"),
    ],
)
def test_hand_cases(latex: str, expected: str) -> None:
    assert readable(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        pytest.param(r"e^{x_i}", "e^(x_i)", id="an index of the exponent, not of the power"),
        pytest.param(r"10^{-6}", "10^-6", id="a negative power"),
        pytest.param(r"x^{2n}", "x^(2n)", id="a product above"),
        pytest.param(r"\lambda_1 w", "lambda_1 w", id="an index does not run into the next letter"),
        pytest.param(r"\sqrt{d}", "sqrt(d)", id="a root is a call"),
        pytest.param(r"\hat{y} \le \pi", "y_hat <= pi", id="accents, signs and Greek letters in words"),
    ],
)
def test_without_unicode(latex: str, expected: str) -> None:
    text = signs(readable(latex, ascii_only=True))
    assert text == expected
    assert text.isascii()


PIECES = st.sampled_from(
    [r"\frac", r"\sqrt", r"\left(", r"\right)", "{", "}", "^", "_", "x", "y", "1", "23", "+", "-", "=", "|", "(",
     ")", r"\alpha", r"\text", r"\mathrm", r"\sum", r"\begin{cases}", r"\end{cases}", "&", r"\\", r"\hat", " ",
     r"\|", ",", r"\operatorname", "[", "]", r"\unknown", "\\", "交", r"\mathbb", "!", "/"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=30), st.booleans())
def test_anything_gives_one_line(latex: str, ascii_only: bool) -> None:
    text = readable(latex, ascii_only)
    assert text == text.strip()
    assert not re.search(r"\s\s|[\n\t]", text)


NUMBERS = st.integers(1, 9)


@st.composite
def arithmetic(draw: st.DrawFn, depth: int = 3) -> tuple[str, float]:
    """A formula and its value, by the rules of LaTeX."""
    if depth == 0:
        number = draw(NUMBERS)
        return str(number), float(number)
    (a, x), (b, y) = draw(arithmetic(depth - 1)), draw(arithmetic(depth - 1))
    kind = draw(st.sampled_from(["sum", "difference", "fraction", "product", "square", "root"]))
    match kind:
        case "sum":
            return f"{a} + {b}", x + y
        case "difference":
            return rf"{a} - \left({b}\right)", x - y
        case "fraction":
            return (rf"\frac{{{a}}}{{{b}}}", x / y) if y else (a, x)
        case "product":
            return rf"\left({a}\right) \cdot \frac{{{b}}}{{2}}", x * (y / 2)
        case "square":
            return rf"{{\left({a}\right)}}^2", x**2
        case _:
            return rf"\sqrt{{{a}}}^2", x


@given(arithmetic())
def test_the_line_has_the_value_of_the_formula(case: tuple[str, float]) -> None:
    """Whoever reads the line by the rules of arithmetic gets what LaTeX meant."""
    latex, value = case
    line = readable(latex, ascii_only=True)
    python = line.replace("^", "**").replace("·", "*")
    python = re.sub(r"√\(", "root(", python)
    found = eval(python, {"__builtins__": {}}, {"root": lambda x: complex(x) ** 0.5})
    assert abs(found - value) <= 1e-6 * max(1.0, abs(value)), line


def test_every_sign_has_a_likeness_in_ascii() -> None:
    assert all(text.isascii() for text in ASCII.values())
    for raised in (SUPERSCRIPT, SUBSCRIPT):
        assert all(signs(small).isascii() for small in raised.values())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("cost $5 and `$x$`", "cost $5 and `$x$`", id="a price and code are no formulas"),
        pytest.param(r"from \$5 to $x$", r"from \$5 to x", id="an escaped dollar sign"),
        pytest.param("```\na = $b$\n```\n$c_1$", "```\na = $b$\n```\nc₁", id="a block of code stays"),
        pytest.param("$a * b_1 * c_1$", r"a \* b₁ \* c₁", id="what Markdown would take for emphasis"),
        pytest.param("then $$a$$ so", "then \n\na\n\n so", id="a displayed formula stands alone"),
        pytest.param("$x$ or $y$", "x or y", id="two on a line"),
    ],
)
def test_markdown(source: str, expected: str) -> None:
    assert markdown(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("**What** is `iou`\nof *two* boxes?", "What is iou of two boxes?", id="markup goes"),
        pytest.param("[NMS](/a.md) of {{n}} boxes", "NMS of n boxes", id="links and variables"),
        pytest.param("a_b and x * y * z", "a_b and x * y * z", id="what is no markup stays"),
        pytest.param("$a_{x*y}$ `a*b`", "a_(x * y) a*b", id="a formula with stars"),
        pytest.param(
            "Prints:\n```python\nprint(1)\n```", "Prints: print(1)", id="a block of code on the line"
        ),
    ],
)
def test_one_line(source: str, expected: str) -> None:
    assert one_line(source) == expected


@pytest.mark.parametrize("length", range(30))
def test_the_beginning_has_whole_formulas(length: int) -> None:
    source = "Let $x + y$ be $z$ for $5"
    cut = beginning(source, length)
    assert source.startswith(cut)
    assert len(cut) <= length
    assert cut.count("$") % 2 == 0 or cut == source
    assert cut in (source[:length], source[:4], source[:15], source[:23])
    assert (cut == source) == (length >= len(source))


def test_no_formula_of_the_bank_is_left_as_latex() -> None:
    """Every text of the built-in bank becomes readable: no command and no brace of LaTeX is left."""
    left = []
    for question in load((default_root(),)).questions:
        for text in (question.prompt, question.why, *question.hints):
            bare = re.sub(r"(```.*?```|`[^`]*`)", "", text, flags=re.DOTALL)
            for formula in re.findall(r"\$\$?((?:[^$\\]|\\.)+)\$", bare):
                line = readable(formula)
                if (
                    re.search(r"\\[a-zA-Z]|[$]|(?<!\{)\{(?=[^ ])", line.replace("{{", ""))
                    and r"\{" not in formula
                ):
                    left.append((question.id, formula, line))
    assert not left
