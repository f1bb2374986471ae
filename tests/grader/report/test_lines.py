"""The report for a person: the first thing to mend, at most a screen, and the mistake by its name."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kb.grader import Mistake, TestResult, Verdict
from kb.grader.compare.describe import array, clean, value
from kb.grader.report.layout import Part, cells, cut, fit, wrap
from kb.grader.report.lines import ROWS, lines, mistake_lines
from kb.grader.report.lines import test_lines as lines_of_a_test

GradeText = Callable[..., Verdict]
PATH = Path("scale.py")


def test_a_pass_is_one_line(grade_text: GradeText) -> None:
    told = lines(grade_text("def scale(x, factor):\n    return x * factor\n"), PATH)
    assert len(told) == 1
    assert told[0].startswith("PASSED  scale.py answers toy/scale: all 3 tests")


def test_a_failure_shows_call_expected_got(grade_text: GradeText) -> None:
    told = lines(grade_text("def scale(x, factor):\n    print('here')\n    return x + factor\n"), PATH)
    assert told == [
        "NOT PASSED  scale.py for toy/scale: 1 of 3 tests failed",
        "",
        "test_values",
        "  wrong value: expected 3 at [0], got 4; 3 of 3 values differ",
        "  called    scale([1, 2, 4], 3)",
        "  expected  [3, 6, 12]",
        "  got       [4, 5, 7]",
        "  error     5 at most, in absolute value",
        "  printed   here",
        "",
        "This looks like a known mistake: The factor is added.",
        "  Scaling multiplies; adding a constant shifts.",
        "  Read on: toy/scale#common-mistakes",
        "",
        "Repeat with the same inputs: --seed 1",
    ]


def test_only_the_first_unless_all_is_asked_for() -> None:
    tests = tuple(TestResult(f"test_{i}", "wrong value", "no") for i in range(40))
    verdict = Verdict("toy/scale", tests, tuple(test.id for test in tests), 5)
    few, many = lines(verdict, PATH), lines(verdict, PATH, everything=True)
    assert len(few) < 10
    assert "39 more failed. Fix this one first; --all shows the rest." in few
    assert sum(line.startswith("test_") for line in many) == 40


def test_tests_that_were_not_run_are_counted() -> None:
    verdict = Verdict("toy/scale", (TestResult("loads", "timeout", "no"),), ("loads", "test_a", "test_b"), 5)
    assert (
        lines(verdict, PATH)[0] == "NOT PASSED  scale.py for toy/scale: 1 of 1 tests failed, 2 were not run"
    )


def test_two_mistakes_that_cannot_be_told_apart_are_both_named() -> None:
    second = Mistake("b", "The second", "Because of b.", "p#b")
    first = Mistake("a", "The first", "Because of a.", "p#a", also=(second,))
    verdict = Verdict("toy/scale", (TestResult("t", "wrong value", "no"),), ("t",), 5, mistake=first)
    told = "\n".join(lines(verdict, PATH))
    assert "one of these known mistakes" in told
    assert "The first" in told
    assert "The second" in told


def test_prose_fits_a_narrow_terminal() -> None:
    long = "a message of many words that goes on and on " * 5
    verdict = Verdict("toy/scale", (TestResult("t", "raised", long),), ("t",), 5)
    assert max(len(line) for line in lines(replace(verdict, expected=("t",)), PATH, width=40)[2:]) <= 40


def test_large_arrays_are_shown_by_shape_and_ends() -> None:
    import numpy as np

    text = array(np.arange(1000.0).reshape(10, 100))
    assert text == "float64 array of shape (10, 100): 0, 1, …, 999"
    assert array(np.zeros((0, 4))) == "an empty array of shape (0, 4)"
    assert len(value([float(i) for i in range(10_000)])) < 400


def test_text_of_an_answer_cannot_repaint_the_terminal() -> None:
    assert clean("a\x1b[2Jb\rc\u202ed") == "a�[2Jb�c�d"
    assert len(clean("x" * 10_000)) <= 2001


SCREEN = 24
# Anything, and often what could do harm: escapes, bidi overrides, line separators, wide and combining signs, surrogates.
SIGNS = st.one_of(st.characters(), st.sampled_from("\x1b\x9b\r\n\t\x00\u202e\u2066\u2028\u200d\u0301界🟥 […"))
TEXTS = st.one_of(
    st.text(SIGNS, max_size=60),
    st.text(SIGNS, min_size=1, max_size=8).flatmap(lambda text: st.integers(1, 400).map(lambda n: text * n)),
    st.integers(1, 300).map(lambda n: "a line of a long text\n" * n),
    st.integers(1, 300).map(lambda n: "many words of one paragraph " * n),
)
OUTCOMES = st.sampled_from(
    ["wrong value", "raised", "syntax or import error", "too much output", "grader error"]
)
FAILED = st.builds(
    TestResult, TEXTS, OUTCOMES, TEXTS,
    expected=st.none() | TEXTS, got=st.none() | TEXTS, input=st.none() | TEXTS, printed=TEXTS,
    max_error=st.none() | st.floats(),
)  # fmt: skip
MISTAKES = st.builds(Mistake, TEXTS, TEXTS, TEXTS, TEXTS)
NAMED = st.builds(
    lambda first, also: replace(first, also=tuple(also)), MISTAKES, st.lists(MISTAKES, max_size=9)
)
VERDICTS = st.builds(
    Verdict, TEXTS, st.lists(FAILED, max_size=5).map(tuple), st.just(("loads", "test_a")), st.integers(0, 1 << 31),
    mistake=st.none() | NAMED, warnings=st.lists(TEXTS, max_size=5).map(tuple),
)  # fmt: skip
PASSED = st.builds(
    lambda verdict: replace(verdict, tests=(TestResult("loads", "passed"),), expected=("loads",)), VERDICTS
)
WIDTHS = st.integers(40, 200)


def harmless(line: str) -> bool:
    return not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in line)


@given(verdict=st.one_of(VERDICTS, PASSED), name=TEXTS, width=WIDTHS)
def test_it_never_exceeds_a_screen(verdict: Verdict, name: str, width: int) -> None:
    told = lines(verdict, Path(name.replace("\0", "") or "a.py"), width=width)
    assert len(told) <= ROWS < SCREEN
    assert max(max(cells(line), cell_len(line)) for line in told) <= width
    assert all(map(harmless, told))


@given(verdict=VERDICTS, width=WIDTHS)
def test_everything_is_as_harmless(verdict: Verdict, width: int) -> None:
    assert all(map(harmless, lines(verdict, PATH, everything=True, width=width)))


@given(text=TEXTS, width=WIDTHS)
def test_all_words_survive_wrapping(text: str, width: int) -> None:
    told = wrap(text, width, "  ")
    assert all(cells(line) <= width for line in told)
    assert "".join("".join(told).split()) == "".join(clean(text, len(text)).split())


@given(text=TEXTS, width=WIDTHS, marked=st.booleans())
def test_a_line_is_cut_only_where_it_is_too_wide(text: str, width: int, marked: bool) -> None:
    told = cut(text, width, marked)
    assert cells(told) <= width
    assert told == text or told.endswith(" …")
    assert marked or cells(text) > width or told == text


@given(
    sizes=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), st.integers(0, 5)), max_size=9),
    rows=st.integers(0, 60),
)
def test_parts_yield_as_little_as_they_must(sizes: list[tuple[int, int, int]], rows: int) -> None:
    parts = [Part([f"line {i}" for i in range(size)], least, yields) for size, least, yields in sizes]
    told, shortened = fit(parts, rows, 80)
    total, least = sum(size for size, _, _ in sizes), sum(min(size, least) for size, least, _ in sizes)
    assert len(told) == max(least, min(total, rows))
    assert shortened == (total > rows)


def test_what_yields_first_is_cut_first() -> None:
    parts = [Part(["keep"] * 3, 1, 2), Part(["words"] * 4, 1, 1)]
    assert fit(parts, 5, 20) == (["keep", "keep", "keep", "words", "words …"], True)
    assert fit(parts, 3, 20) == (["keep", "keep …", "words …"], True)


def failing(**more: str) -> Verdict:
    test = TestResult("test_values", "raised", **{"message": "ValueError at line 3: no"} | more)  # type: ignore[arg-type]
    return Verdict("toy/scale", (test,), ("test_values",), 1)


@pytest.mark.parametrize(
    "verdict",
    [
        pytest.param(failing(message="no " * 2000), id="message"),
        pytest.param(failing(input="scale(\n" + "    1,\n" * 200 + ")"), id="input"),
        pytest.param(failing(input="scale(" + "1, " * 2000 + ")"), id="a long line of input"),
        pytest.param(failing(expected="[" + "1.5, " * 2000 + "]"), id="expected"),
    ],
)
def test_what_was_shortened_is_said_and_shown_by_all(verdict: Verdict) -> None:
    few, many = lines(verdict, PATH, width=80), lines(verdict, PATH, everything=True, width=80)
    assert len(few) == ROWS
    assert few[-1] == "Shortened to a screen; --all shows the rest."
    assert few[-2] == "Repeat with the same inputs: --seed 1"
    assert len(many) > SCREEN
    assert not any("Shortened" in line for line in many)


def test_little_is_not_shortened() -> None:
    assert not any("hortened" in line or "…" in line for line in lines(failing(), PATH, width=40))


def test_printed_lines_are_counted_and_keep_their_columns() -> None:
    table = "\n".join(f"{i:>4}   {i * i:>4}" for i in range(40)).strip("\n")
    told = lines(failing(printed=table), PATH)
    start = next(i for i, line in enumerate(told) if line.startswith("  printed"))
    assert told[start + 1] == "  " + " " * 10 + "   1      1"
    assert told[start + 5].strip() == "… and 35 lines more"
    assert sum(" 39   1521" in line for line in lines(failing(printed=table), PATH, everything=True)) == 1


def test_many_candidates_are_counted() -> None:
    also = tuple(Mistake(f"m{i}", f"Mistake {i}", "Because. " * 40, "p#b") for i in range(1, 7))
    mistake = Mistake("m0", "Mistake 0", "Because. " * 40, "p#b", also=also)
    verdict = replace(failing(), mistake=mistake)
    told = lines(verdict, PATH, width=80)
    assert [line for line in told if "Mistake" in line] == [f"  - Mistake {i}." for i in range(3)]
    assert "  - and 4 more" in told
    assert "  Read on: p#b" in told
    assert sum("Mistake" in line for line in lines(verdict, PATH, everything=True)) == 7
    assert sum("Mistake" in line for line in mistake_lines(mistake, 80)) == 7


def test_warnings_follow_a_pass(grade_text: GradeText) -> None:
    warning = "torch.zeros(3) at line 4 makes a tensor on the CPU whatever the device of the inputs is"
    verdict = replace(grade_text("def scale(x, factor):\n    return x * factor\n"), warnings=(warning,))
    told = lines(verdict, PATH, width=60)
    assert told[0].startswith("PASSED  scale.py answers toy/scale")
    assert told[1].startswith("Warning: torch.zeros(3) at line 4")
    assert " ".join(part.strip() for part in told[1:]) == f"Warning: {warning}"


@given(test=FAILED)
def test_one_test_alone_is_harmless(test: TestResult) -> None:
    assert all(map(harmless, lines_of_a_test(test)))


@pytest.mark.parametrize("width", [40, 44, 80])
@pytest.mark.parametrize("also", [0, 1, 6])
def test_the_link_is_never_cut(width: int, also: int) -> None:
    page = "attention/channel-attention#common-mistakes"
    others = tuple(Mistake(f"m{i}", f"Mistake {i}", "Because. " * 80, page) for i in range(also))
    mistake = Mistake("m", "The mistake", "Because of this, and of that. " * 40, page, also=others)
    long = dict.fromkeys(("message", "input", "expected", "got", "printed"), "1.5, " * 400)
    told = lines(replace(failing(**long), mistake=mistake), PATH, width=width)
    assert len(told) == ROWS
    assert f"Readon:{page}" in "".join("".join(told).split())


def test_the_rows_that_are_there_are_used() -> None:
    mistake = Mistake("m", "The mistake", "Because of this, and of that. " * 20, "p#b")
    verdict = replace(failing(), mistake=mistake)
    assert any(line.endswith(" …") for line in lines(verdict, PATH, width=44))
    told = lines(verdict, PATH, width=44, rows=60)
    assert not any(line.endswith(" …") for line in told)
    assert " ".join(told).count("this,") == 20


def test_a_mistake_is_told_without_its_markdown() -> None:
    mistake = Mistake(
        "m", "`x *= 2` changes *its* input", "The *first* value, `x[0]`, is **not** kept.", "p#b"
    )
    told = mistake_lines(mistake)
    assert told == [
        "This looks like a known mistake: x *= 2 changes its input.",
        "  The first value, x[0], is not kept.",
        "  Read on: p#b",
    ]
