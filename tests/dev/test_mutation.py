"""Mutants: what is changed, what is left alone, which survive, and what may be argued about them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.bank.model.question import Code
from kb.dev.mutate import mutants as grading
from kb.dev.mutate.bundle import bundle
from kb.dev.mutate.equivalent import path_of, read
from kb.dev.mutate.mutants import Batch, survivors
from kb.dev.mutate.mutation import Mutant, mutants
from kb.dev.mutate.score import Score, measure
from kb.dev.tree import Tree
from kb.grader import GraderError

Build = Callable[..., Tree]
Only = Callable[[Tree], Code]

LINE = "return np.where(x < low, low, x)"
CHANGED = [LINE.replace("<", other) for other in ("!=", "<=", "==", ">", ">=", "is not", "is")]


def test_one_comparison_becomes_each_other(shop: Build) -> None:
    shop("shop_comparison")
    made = mutants("shop_comparison.toy.clip", "clip")
    assert [mutant.line for mutant in made] == [LINE] * 7
    assert sorted(mutant.mutated for mutant in made) == sorted(CHANGED)
    assert {mutant.number for mutant in made} == {7}


def test_what_no_case_can_see_is_left_alone(shop: Build) -> None:
    """Annotations, documentation, the wording of errors and functions that are not reached; the condition is changed."""
    shop(
        "shop_excluded",
        '''
        """1 < 2"""


        def clip(x: "1 | 2", low: int | None) -> "3 + 4":
            """1 < 2 and 3 < 4"""
            if low == 0:
                more = 5 * 6
                raise ValueError(f"{more - 7}")
            count: int | str = x
            return count


        def other(x):
            return 1 + x
        ''',
    )
    made = mutants("shop_excluded.toy.clip", "clip")
    assert {mutant.line for mutant in made} == {"if low == 0:"}
    changed = {mutant.mutated for mutant in made}
    assert changed == {
        *(f"if low {other} 0:" for other in ("!=", "<", "<=", ">", ">=")),
        *("if low == 1:", "if low == -1:", "if not low == 0:"),
    }


def test_helpers_are_reached_through_modules(shop: Build) -> None:
    tree = shop(
        "shop_helpers",
        """
        from shop_helpers.toy.sides import LEAST, below as lower

        def clip(x, low):
            return inner(x, low)

        def inner(x, low):
            return lower(x, low)
        """,
    )
    sides = "LEAST = 4\n\ndef below(x, low):\n    return x < low\n\ndef unused(x):\n    return -x\n"
    (tree.root / "shop_helpers" / "toy" / "sides.py").write_text(sides)
    made = mutants("shop_helpers.toy.clip", "clip")
    assert {(mutant.module, mutant.function) for mutant in made} == {("shop_helpers.toy.sides", "below")}


def test_the_change_is_told_in_one_line(shop: Build) -> None:
    """Numbers come with a space of their own, statements over several lines are joined, comments go."""
    shop(
        "shop_lines",
        """
        def clip(x, low):
            for v in (
                low,  # the least
                3,
            ):
                x = x[v:]  # ² is one character of two bytes
            return x
        """,
    )
    told = {(mutant.line, mutant.mutated) for mutant in mutants("shop_lines.toy.clip", "clip")}
    assert told == {
        ("low, 3,", "low, 4,"),
        ("low, 3,", "low, 2,"),
        ("for v in ( low, 3, ):", "for v in []:"),
    }


def test_survivors_lower_the_score_and_are_named(shop: Build, exercise: Only) -> None:
    """With [2, 3] alone, ==, <= and `is` come out as < does: 4 of 7 are rejected."""
    tree = shop("shop_weak", weak=True)
    scores, found = measure(tree, [exercise(tree)])
    score = scores["toy/clip"]
    assert (score.total, score.killed) == (7, 4)
    assert score.value == 4 / 7
    assert sorted(m.mutated for m in score.survived) == sorted(
        LINE.replace("<", o) for o in ("==", "<=", "is")
    )
    (finding,) = found
    assert finding.where.endswith("test_clip.py")
    assert "its mutation score is 0.571, expected at least 0.95" in finding.what
    assert LINE.replace("<", "==") in finding.what


def test_an_equivalent_mutant_does_not_count(shop: Build, exercise: Only) -> None:
    """Where x equals low it makes no difference which of them is taken: <= is <."""
    tree = shop("shop_equivalent")
    argue(tree, "shop_equivalent", "<=")
    scores, found = measure(tree, [exercise(tree)])
    score = scores["toy/clip"]
    assert (score.total, score.killed, score.survived) == (7, 6, ())
    assert [mutant.mutated for mutant in score.equivalent] == [LINE.replace("<", "<=")]
    assert (score.value, found) == (1.0, [])


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        pytest.param("!=", "toy/clip does reject `return np.where(x != low, low, x)`", id="rejected"),
        pytest.param("~", "no mutant reads `return np.where(x ~ low, low, x)`", id="no mutant"),
    ],
)
def test_a_stale_argument_is_found(shop: Build, exercise: Only, other: str, expected: str) -> None:
    name = "shop_rejected" if other == "!=" else "shop_none"
    tree = shop(name)
    argue(tree, name, "<=", other)
    _, (finding,) = measure(tree, [exercise(tree)])
    assert finding.where.endswith("tests/toy/equivalent/clip.toml: clip")
    assert expected in finding.what


def argue(tree: Tree, package: str, *others: str) -> None:
    path = path_of(tree, f"{package}.toy.clip")
    path.parent.mkdir(parents=True)
    listed = ", ".join(f'"{LINE.replace("<", other)}"' for other in others)
    path.write_text(
        f'[[equivalent]]\nfunction = "clip"\nline = "{LINE}"\nmutants = [{listed}]\nwhy = "So."\n'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[equivalent]]\n", "entry 1 lacks function"),
        (
            '[[equivalent]]\nfunction = "f"\nline = "a"\nmutants = []\nwhy = "b"\n',
            "mutants of entry 1 should be a list",
        ),
        (
            '[[equivalent]]\nfunction = "f"\nline = "a"\nmutants = ["b"]\nwhy = ""\n',
            "why of entry 1 should be a text",
        ),
        (
            '[[equivalent]]\nfunction = "f"\nline = "a"\nmutants = ["b"]\nwhy = "c"\nso = 1\n',
            "entry 1 has so",
        ),
        ('[[other]]\nline = "a"\n', "expected nothing but [[equivalent]] tables"),
        ("equivalent = \n", "Invalid value"),
    ],
)
def test_an_argument_is_written_as_it_should_be(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "clip.toml"
    path.write_text(text)
    with pytest.raises(ValueError) as error:
        list(read(path, "shop.toy.clip"))
    assert expected in str(error.value)
    assert str(path) in str(error.value)


def test_an_argument_may_hold_for_some_exercises(tmp_path: Path) -> None:
    path = tmp_path / "clip.toml"
    path.write_text(
        '[[equivalent]]\nfunction = "f"\nline = "a"\nmutants = ["b"]\nwhy = "c"\nexercises = ["toy/clip"]\n'
    )
    (entry,) = read(path, "shop.toy.clip")
    assert entry.concerns("toy/clip")
    assert not entry.concerns("toy/other")


def test_a_mutant_that_never_ends_is_rejected(
    shop: Build, exercise: Only, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = shop("shop_endless")
    monkeypatch.setattr(grading, "LIMITS", grading.Limits(call_seconds=0.5))
    endless = "def clip(x, low):\n    while True:\n        pass\n"
    right = "import numpy as np\n\ndef clip(x, low):\n    return np.maximum(low, x)\n"
    made = [Mutant("shop_endless.toy.clip", 1, "clip", "", text, "", text) for text in (endless, right)]
    batch = Batch(exercise(tree), "shop_endless.toy.clip:clip", tuple(made))
    assert survivors(batch) == made[1:]


def test_a_reference_that_fails_has_no_score(shop: Build, exercise: Only) -> None:
    """Each mutant would fail as well, and count as rejected."""
    tree = shop("shop_wrong", "import numpy as np\n\ndef clip(x, low):\n    return x + 0 * low\n")
    scores, (finding,) = measure(tree, [exercise(tree)])
    assert scores == {}
    assert (
        "no mutation score: the reference shop_wrong.toy.clip:clip is rejected: test_below: wrong value"
        in str(finding)
    )


def test_a_case_that_fails_itself_is_no_rejection(shop: Build, exercise: Only) -> None:
    tree = shop("shop_broken")
    cases = exercise(tree).cases
    cases.write_text(cases.read_text().replace(".close([2.0, 2.0])", ".value.nothing"))
    batch = Batch(exercise(tree), "shop_broken.toy.clip:clip", ())
    with pytest.raises(GraderError, match="test_below: grader error"):
        survivors(batch)


def test_a_bundle_needs_nothing_of_this_project(shop: Build) -> None:
    """The modules that a reference imports come along, in their order, and a mutated text takes the place of its own."""
    tree = shop(
        "shop_bundle",
        "from shop_bundle.toy.sides import low\n\ndef clip(x, least):\n    return low(x) + least\n",
    )
    (tree.root / "shop_bundle" / "toy" / "sides.py").write_text("def low(x):\n    return 10 * x\n")
    changed = {"shop_bundle.toy.sides": "def low(x):\n    return 100 * x\n"}
    for texts, expected in (({}, 32), (changed, 302)):
        answer = bundle("shop_bundle.toy.clip", "clip", "entry", texts)
        assert answer.library == "numpy"
        assert run_alone(answer.source, "entry(3, 2)") == expected


def run_alone(source: str, expression: str) -> int:
    """In a process that finds neither this project nor the folder of the test."""
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"{source}\nprint({expression})"],
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
    )
    return int(done.stdout)


def test_a_score_without_mutants() -> None:
    assert Score(0).value == 0.0
