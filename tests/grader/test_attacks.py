"""Every attack, under the sets of layers that matter to it: the outcome it deserves, and nothing left behind.

What an attack is and declares: ``corpus.py``. Where it runs: ``arena.py``. As a table: ``attacks_table.py``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from corpus import BASIC, BROAD, LAYERS, SETS, Attack, Report, attacks, fight, read

from kb.bank.model.question import Code
from kb.grader.process.layers import NAMES
from kb.grader.process.zygote import Zygote

pytestmark = pytest.mark.slow
EVERY = attacks()
COMBINATIONS = [(name, attack) for name in SETS for attack in EVERY if attack.concerns(name)]

GetReport = Callable[[str], Report]


@pytest.fixture(scope="module")
def offered() -> frozenset[str]:
    """The layers of this machine."""
    with Zygote() as zygote:
        zygote.wait_until_ready()
        return frozenset(zygote.layers)


@pytest.fixture(scope="module")
def report(
    request: pytest.FixtureRequest,
    toy: Code,
    offered: frozenset[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> GetReport:
    """What came of one set; all its attacks that this run asked for are graded when the first is looked at."""
    selected: dict[str, list[Attack]] = {name: [] for name in SETS}
    for item in request.session.items:
        asked = getattr(item, "callspec", None)
        if item.path == Path(__file__) and asked is not None and "attack" in asked.params:
            selected[asked.params["name"]].append(asked.params["attack"])
    done: dict[str, Report] = {}

    def get(name: str) -> Report:
        if name not in BROAD and not SETS[name] <= offered:
            pytest.skip(f"this machine does not offer {', '.join(sorted(SETS[name] - offered))}")
        if name not in done:
            pytest.importorskip("torch")
            done[name] = fight(name, selected[name], toy, tmp_path_factory.mktemp("attacks"))
        return done[name]

    return get


@pytest.mark.parametrize(
    ("name", "attack"), COMBINATIONS, ids=[f"{name}-{attack.name}" for name, attack in COMBINATIONS]
)
def test_attack(report: GetReport, name: str, attack: Attack) -> None:
    """The declared outcome; a right answer graded right by the same processes; nothing reached that was not declared."""
    found = report(name)
    told = found.told[attack.name]
    expected = attack.outcome(found.layers)
    assert (told.outcome, told.next_one) == (expected, "passed"), told.message
    assert told.worked or not told.disturbed
    for text in told.texts:
        text.encode()
        assert not [c for c in text if unicodedata.category(c)[0] == "C" and c not in "\n\t"]
        assert len(text) <= 2100


@pytest.mark.parametrize("name", SETS)
def test_nothing_is_left_behind(report: GetReport, name: str) -> None:
    """No process, no open file, no folder, after the processes of the set were ended."""
    assert report(name).left == ()


@pytest.mark.parametrize("name", SETS)
def test_the_layers_are_those_of_the_set(report: GetReport, offered: frozenset[str], name: str) -> None:
    found = report(name)
    if found.told:
        assert found.layers == tuple(layer for layer in LAYERS if layer in offered - SETS[name])


def test_all_names_are_those_of_the_sandbox() -> None:
    assert LAYERS == NAMES
    assert set(BASIC) < set(LAYERS)


def test_every_layer_matters() -> None:
    """For each layer that holds something alone, an attack says so; the basic ones hold the least."""
    named = {layer for attack in EVERY for layer in attack.held_by if layer in LAYERS}
    assert named >= set(LAYERS) - {"no new privileges"}  # which only programs with more rights would need


def test_there_are_enough() -> None:
    assert len(EVERY) >= 200
    assert len({attack.title for attack in EVERY}) == len(EVERY)
    assert sum(attack.outcome(LAYERS) == "passed" for attack in EVERY) == 0


@pytest.mark.parametrize(
    "docstring",
    [
        pytest.param("A title.\n\nExpected: raised\n", id="no paragraph"),
        pytest.param("A title.\n\nWhat.\n\nHeld by: luck\nExpected: raised\n", id="held by nothing known"),
        pytest.param("A title.\n\nWhat.\n\nHeld by: deadline\nExpected: failed\n", id="no outcome"),
        pytest.param(
            "A title.\n\nWhat.\n\nHeld by: deadline\nExpected: grader error\n", id="the grader's own"
        ),
        pytest.param(
            "A title.\n\nWhat.\n\nHeld by: deadline\nExpected: raised\nWithout luck: passed\n", id="no layer"
        ),
        pytest.param(
            "A title.\n\nWhat.\n\nHeld by: deadline\nExpected: raised\nTakes: a deadline\n",
            id="another order",
        ),
        pytest.param("A title.\n\nWhat.\n\nHeld by: deadline\nExpected: raised", id="no end of the line"),
    ],
)
def test_a_docstring_of_another_form_is_refused(tmp_path: Path, docstring: str) -> None:
    path = tmp_path / "attack.py"
    path.write_text(f'"""{docstring}"""\n')
    with pytest.raises(ValueError, match=r"attack\.py"):
        read(path)


def test_the_first_line_that_fits_counts(tmp_path: Path) -> None:
    path = tmp_path / "attack.py"
    path.write_text(
        '"""A title.\n\nWhat.\n\nHeld by: landlock, audit hook\nExpected: wrong value\n'
        'Without landlock: raised\nWithout landlock, audit hook: passed\n"""\n'
    )
    attack = read(path)
    assert attack.outcome(LAYERS) == "wrong value"
    assert attack.outcome(["audit hook"]) == "raised"
    assert attack.outcome([]) == "raised"
