"""The check sees what a contributor overlooks: what is to be filled in, a broken formula, a text for one parser only."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kb.bank import load
from kb.bank.yaml import nodes
from kb.dev.__main__ import main
from kb.dev.pages import formulas
from kb.dev.prove import parsers, unfinished
from kb.dev.tree import Tree

HERE = Tree.here()


def told(tree: Tree) -> list[str]:
    return [str(finding) for finding in unfinished.check(tree)]


@pytest.fixture
def made(tmp_path: Path) -> Tree:
    """A new page with a new exercise, as they are made."""
    main(["--root", str(tmp_path), "new", "page", "metrics/mean-iou"])
    assert (
        main(["--root", str(tmp_path), "new", "exercise", "metrics/miou", "--page", "metrics/mean-iou"]) == 0
    )
    (tmp_path / "mkdocs.yml").write_text("nav:\n  - metrics/classification.md\n")
    return Tree(tmp_path)


def test_every_new_file_is_a_finding_until_it_is_filled_in(made: Tree) -> None:
    found = told(made)
    files = [
        "docs/metrics/mean-iou.md", "docs/metrics/mean-iou.figures.py", "kb/metrics/mean_iou.py",
        "questions/metrics/mean-iou.yaml", "tests/metrics/test_mean_iou.py", "questions/metrics/miou/question.yaml",
        "questions/metrics/miou/starter.py", "questions/metrics/miou/test_miou.py",
        "questions/metrics/miou/mistakes/todo.py", "questions/metrics/miou/accepted/todo.py",
    ]  # fmt: skip
    for name in files:
        assert [line for line in found if line.startswith(f"{name}:") and "still to be filled in" in line], (
            name
        )
    assert [
        line
        for line in found
        if line.startswith("docs/metrics/mean-iou.md:1: still to be filled in: # Mean iou")
    ]
    assert any("defines no TODO" in line for line in found)
    assert "mkdocs.yml: nav does not list metrics/mean-iou.md, so nobody finds the page" in found


def test_nothing_is_found_where_all_is_filled_in(made: Tree) -> None:
    for path in [*made.root.rglob("*.py"), *made.root.rglob("*.md"), *made.root.rglob("*.yaml")]:
        path.write_text(path.read_text().replace("mean_iou:TODO", "mean_iou:one").replace("TODO", "done"))
    with made.module("metrics/mean-iou").open("a") as module:
        module.write("\n\ndef one():\n    return 1\n")
    (made.root / "mkdocs.yml").write_text("nav:\n  - metrics/mean-iou.md\n")
    assert told(made) == []


def test_the_command_fails_on_a_page_of_todos(made: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(made.root), "check", "metrics/mean-iou"]) == 1
    assert "questions/metrics/mean-iou.yaml:" in capsys.readouterr().out


def test_the_content_is_filled_in() -> None:
    assert told(HERE) == []


# --- a page for every exercise ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["metrics/zz", "--page", "metrics/nope"], "there is no docs/metrics/nope.md; make it first"),
        (["metrics/zz", "--page", "metrics/mean-iuo"], "did you mean --page metrics/mean-iou?"),
        (["metrics/zz"], "there is no docs/metrics/zz.md"),
    ],
)
def test_an_exercise_needs_its_page(
    made: Tree, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(made.root), "new", "exercise", *arguments]) == 2
    assert words in capsys.readouterr().err
    assert not (made.questions / "metrics" / "zz").exists()


# --- formulas ---------------------------------------------------------------------------------------------------


@pytest.fixture
def iou(tmp_path: Path) -> Tree:
    """The page on IoU with its questions and an exercise."""
    for name in ("docs/detection/iou.md", "questions/detection/iou.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE.root / name, tmp_path / name)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(
        HERE.questions / "detection/box_iou", tmp_path / "questions/detection/box_iou", ignore=ignored
    )
    return Tree(tmp_path)


def formulas_of(tree: Tree) -> list[str]:
    return [str(finding) for finding in formulas.check(tree, load((tree.questions,)))]


def test_the_formulas_as_they_are() -> None:
    assert formulas_of(HERE) == []


@pytest.mark.parametrize("formula", [r"$\frca{1}{2}$", r"$$\frac{1}{$$", r"$x^2^3$"])
def test_a_broken_formula_of_a_page_is_found_with_its_line(iou: Tree, formula: str) -> None:
    page = iou.page("detection/iou")
    lines = page.read_text().splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("## How it works"))
    lines[place + 1 : place + 1] = ["", "```text", "$\\frca$ is code", "```", f"So {formula} it is.", ""]
    page.write_text("\n".join(lines))
    (found,) = formulas_of(iou)
    assert found.startswith(f"docs/detection/iou.md:{place + 6}: formula ")
    assert formula.strip("$") in found.replace("\\\\", "\\")


@pytest.mark.parametrize("key", ["why", "prompt", "hints"])
def test_a_broken_formula_of_a_question_is_found_with_its_line(iou: Tree, key: str) -> None:
    file = iou.questions / "detection/iou.yaml"
    lines = file.read_text().splitlines()
    value = (
        "[First, 'Then $\\frca{1}{2}$']"
        if key == "hints"
        else "|\n      Some words.\n      Then $\\frca{1}{2}$."
    )
    place = next(number for number, line in enumerate(lines) if line.startswith(f"    {key}:"))
    end = next(number for number in range(place + 1, len(lines)) if not lines[number].startswith("      "))
    lines[place:end] = f"    {key}: {value}".splitlines()
    file.write_text("\n".join(lines) + "\n")
    (found,) = formulas_of(iou)
    assert found.startswith(f"{file}:{place + 1 + value.count(chr(10))}: formula "), found


def test_a_broken_formula_of_a_mistake_is_found(iou: Tree) -> None:
    mistake = sorted((iou.questions / "detection/box_iou/mistakes").glob("*.py"))[0]
    mistake.write_text(mistake.read_text().replace("\n\n", "\n\nIt is $\\\\frca{1}{2}$.\n\n", 1))
    (found,) = formulas_of(iou)
    assert found.startswith(f"{mistake}: formula ")


# --- parsers ----------------------------------------------------------------------------------------------------


def test_the_bank_is_read_alike(iou: Tree) -> None:
    assert list(parsers.check(load((iou.questions,)).questions)) == []


def test_what_one_parser_refuses_is_a_finding(iou: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the parser as PyYAML has it, which takes a question mark in a flow list for something else."""
    import yaml

    file = iou.questions / "detection" / "iou.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace('["What happens to every area?"]', "[What happens to every area?]"), encoding="utf-8"
    )
    monkeypatch.setattr(nodes, "PythonLoader", yaml.SafeLoader)
    (found,) = map(str, parsers.check(load((iou.questions,)).questions))
    assert found.startswith(f"{iou.questions / 'detection/iou.yaml'}:")
    assert "installations without libyaml" in found
