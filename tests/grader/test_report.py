"""The report for a person: the first thing to mend, at most a screen, and the mistake by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kb.grader import Mistake, TestResult, Verdict
from kb.grader.describe import array, clean, value
from kb.grader.report import lines

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
    assert "39 more failed; mend this one first, or see all with --all." in few
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
