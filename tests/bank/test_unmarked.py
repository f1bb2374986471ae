"""Text of the bank without its marks."""

from __future__ import annotations

import re

import pytest

from kb.bank import default_root, load
from kb.bank.model.unmarked import unmarked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The first *finite* value", "The first finite value"),
        ("a **strong** word, a __strong__ one, an _emphasis_", "a strong word, a strong one, an emphasis"),
        ("`x *= gates` changes `x`", "x *= gates changes x"),
        ("``a ` b``", "a ` b"),
        ("sum: 4 * width. Then 2 * height", "sum: 4 * width. Then 2 * height"),
        ("conv1_1 and conv1_2, a**b and c**d", "conv1_1 and conv1_2, a**b and c**d"),
        ("see [the page](detection/iou.md#a) now", "see the page now"),
        ("$F$ has to be $a > b$; $5 and $6", "F has to be a > b; $5 and $6"),
        (r"a \* b \_ c", "a * b _ c"),
        ("one *word\nover* a line", "one word\nover a line"),
        ("one * paragraph*\n\n*another", "one * paragraph*\n\n*another"),
        ("", ""),
    ],
)
def test_unmarked(text: str, expected: str) -> None:
    assert unmarked(text) == expected


def test_no_mark_is_left_of_any_mistake() -> None:
    from kb.grader.advice.known import describe

    for exercise in load((default_root(),)).exercises:
        for path in exercise.mistakes:
            found = describe(path, exercise)
            for text in (found.title, found.explanation):
                left = re.findall(r"`|(?<![\w\s*])\*\w|\$\S+\$|\]\(", unmarked(text))
                assert not left, (path, unmarked(text))
