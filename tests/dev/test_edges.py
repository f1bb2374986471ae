"""The check looks at what an exercise lists as edges: the tests exist, and something is left for the core."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.bank.model.question import Code
from kb.dev.prove.exercises import prove
from kb.dev.tree import Tree

MISSING = "edges: ties: there is no test "


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        pytest.param("ties: [test_above]", [], id="a test that exists"),
        pytest.param(
            "ties: [test_abov]", [f"{MISSING}test_abov; did you mean test_above?"], id="a slip in a name"
        ),
        pytest.param(
            "ties: ['test_above[equal]']",
            [f"{MISSING}test_above[equal]; did you mean test_above?"],
            id="a case of a test without cases",
        ),
        pytest.param("ties: [test_zzz]", [f"{MISSING}test_zzz"], id="nothing of the kind"),
        pytest.param(
            "{ties: [test_above], NaN: [test_below]}",
            ["edges: no test is left for the core"],
            id="nothing but edges",
        ),
    ],
)
def test_edges(
    shop: Callable[..., Tree], exercise: Callable[[Tree], Code], edges: str, expected: list[str]
) -> None:
    tree = shop("shop_edges")
    file = tree.questions / "toy/clip/question.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}edges:\n  {edges}\n", encoding="utf-8")
    told = [finding for finding in prove(exercise(tree)).findings if "edges" in finding.what]
    assert [finding.what for finding in told] == expected
    assert all(finding.where.startswith(f"{file}:") for finding in told)


def test_cases_of_a_test_are_named_one_by_one(
    shop: Callable[..., Tree], exercise: Callable[[Tree], Code]
) -> None:
    tree = shop("shop_cases")
    folder = tree.questions / "toy/clip"
    with (folder / "test_clip.py").open("a", encoding="utf-8") as cases:
        cases.write(
            "\n\nimport pytest\n\n\n@pytest.mark.parametrize('x', [2.0, 3.0], ids=['equal: stays', 'above'])\n"
            "def test_one(solution, x):\n    solution(np.array([x]), 2.0).close([x])\n"
        )
    with (folder / "question.yaml").open("a", encoding="utf-8") as file:
        file.write("edges:\n  at the threshold: ['test_one[equal: stays]']\n  NaN: ['test_one[below]']\n")
    told = [finding.what for finding in prove(exercise(tree)).findings if "edges" in finding.what]
    assert len(told) == 1
    assert told[0].startswith("edges: NaN: there is no test test_one[below]")
