"""Numbers and shapes as people type them, and what they mean: for the page (parse.js) and for the terminal alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kb.quiz.rules.answers import Unclear
from kb.quiz.rules.answers.quantity import read_number
from kb.quiz.rules.answers.shape import read_shape

NUMBERS: dict[str, float | None] = {
    "0.5": 0.5,
    "-3": -3.0,
    "1e-3": 0.001,
    "3/4": 0.75,
    "40%": 0.4,
    "１２": 12.0,  # an input method's full-width digits
    "３/４": 0.75,
    "３／４": 0.75,
    "–3": -3.0,  # an en dash, as word processors write it
    "−3": -3.0,  # the minus sign
    "0,5": 0.5,
    "12,25": 12.25,
    "0,125": 0.125,
    "1,984": 1984.0,
    "1,234,567": 1234567.0,
    "12,345.5": 12345.5,
    "10^-3": 0.001,
    "10⁻³": 0.001,
    "2 × 10^3": 2000.0,
    "½": 0.5,
    "a third": None,
    "1/": None,
    "--3": None,
    "": None,
}
SHAPES: dict[str, tuple[int, ...] | None] = {
    "2x3": (2, 3),
    "(2, 3)": (2, 3),
    "[2, 3]": (2, 3),
    "2 3": (2, 3),
    "（2，3）": (2, 3),
    "2、3": (2, 3),
    "2×３": (2, 3),
    "torch.Size([2, 3])": (2, 3),
    "torch.Size([])": (),
    "(5,)": (5,),
    "()": (),
    "2xk": None,
    "": None,
}


@pytest.mark.parametrize(("typed", "meant"), NUMBERS.items())
def test_a_number_in_the_terminal(typed: str, meant: float | None) -> None:
    read = read_number(typed)
    assert isinstance(read, Unclear) if meant is None else read == pytest.approx(meant, rel=1e-12)


@pytest.mark.parametrize(("typed", "meant"), SHAPES.items())
def test_a_shape_in_the_terminal(typed: str, meant: tuple[int, ...] | None) -> None:
    read = read_shape(typed)
    assert isinstance(read, Unclear) if meant is None else read == meant


@pytest.mark.browser
def test_numbers_and_shapes_on_a_page(browser: Any, root: Path) -> None:
    page = browser.new_page()
    page.evaluate("globalThis.kb = {}")
    page.add_script_tag(path=root / "docs" / "assets" / "js" / "parse.js")
    for typed, meant in NUMBERS.items():
        read = page.evaluate("(typed) => kb.parse.readNumber(typed)", typed)
        value = read and read["value"] / (100 if read["percent"] else 1)
        assert value is None if meant is None else value == pytest.approx(meant, rel=1e-12), typed
    for typed, sizes in SHAPES.items():
        read = page.evaluate("(typed) => kb.parse.readShape(typed)", typed)
        assert read == (None if sizes is None else list(sizes)), typed
    page.close()
