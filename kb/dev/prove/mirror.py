"""The mirror docs - kb - questions - tests: one subject has one path in each root, and nothing else lies there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kb.dev.finding import Finding
from kb.dev.tree import Tree

EXERCISE_FILES = {"question.yaml", "starter.py", "mistakes", "accepted"}
IGNORED = {"__pycache__", ".DS_Store"}


def check(tree: Tree) -> Iterator[Finding]:
    """Every page has its module, questions and tests; every file belongs to a page or an exercise."""
    yield from _complete(tree)
    yield from _modules(tree)
    yield from _stray_docs(tree)
    yield from _stray_questions(tree)
    yield from _stray_tests(tree)


def _complete(tree: Tree) -> Iterator[Finding]:
    for name in tree.pages():
        for path in (tree.module(name), tree.bank(name), tree.test(name)):
            if not path.is_file():
                yield Finding(tree.show(tree.page(name)), f"its {tree.show(path)} is missing")


def _modules(tree: Tree) -> Iterator[Finding]:
    for path in tree.modules():
        if not _belongs(tree, path.parent.name, path.stem):
            what = f"no page docs/{path.parent.name}/{path.stem.replace('_', '-')}.md mirrors it"
            yield Finding(tree.show(path), what)


def _belongs(tree: Tree, area: str, stem: str) -> bool:
    """A module mirrors a page, or stands beside one and begins with its name (``iou_losses_torch``)."""
    pages = [name.partition("/")[2].replace("-", "_") for name in tree.pages() if name.startswith(f"{area}/")]
    return any(stem == page or stem.startswith(f"{page}_") for page in pages)


def _stray_docs(tree: Tree) -> Iterator[Finding]:
    for area in tree.areas():
        for path in sorted((tree.docs / area).iterdir()):
            name = f"{area}/{path.name.removesuffix('.figures.py')}"
            known = path.suffix == ".md" or (path.name.endswith(".figures.py") and tree.page(name).is_file())
            if not known and path.name not in IGNORED:
                yield Finding(tree.show(path), "a stray file: neither a page nor the figures of one")


def _stray_questions(tree: Tree) -> Iterator[Finding]:
    areas = set(tree.areas())
    for path in sorted(tree.questions.iterdir()):
        known = path.suffix == ".json" if path.is_file() else path.name in areas
        if not known and path.name not in IGNORED:
            yield Finding(tree.show(path), "a stray file: neither an area with pages nor a schema")
    for path in sorted(tree.questions.glob("*/*")):
        if path.name in IGNORED:
            continue
        if path.is_dir():
            yield from _stray_exercise(tree, path)
        elif not tree.page(f"{path.parent.name}/{path.stem}").is_file() or path.suffix != ".yaml":
            yield Finding(tree.show(path), "a stray file: no page of this name")


def _stray_exercise(tree: Tree, folder: Path) -> Iterator[Finding]:
    allowed = EXERCISE_FILES | {f"test_{folder.name}.py"}
    present = {path.name for path in folder.iterdir()} - IGNORED
    for name in sorted(allowed - present):
        yield Finding(tree.show(folder), f"an exercise without {name}")
    for name in sorted(present - allowed):
        yield Finding(tree.show(folder / name), "a stray file in an exercise")
    for path in sorted((*folder.glob("mistakes/*"), *folder.glob("accepted/*"))):
        if path.suffix != ".py" and path.name not in IGNORED:
            yield Finding(tree.show(path), "a stray file: answers are .py files")


def _stray_tests(tree: Tree) -> Iterator[Finding]:
    for area in tree.areas():
        for path in sorted((tree.tests / area).glob("*.py")):
            known = path.stem == "conftest" or _belongs(tree, area, path.stem.removeprefix("test_"))
            if not known:
                yield Finding(tree.show(path), "a stray file: no page of this name")
        for path in sorted((tree.tests / area / "equivalent").glob("*")):
            if path.suffix != ".toml" or not (tree.kb / area / f"{path.stem}.py").is_file():
                yield Finding(tree.show(path), f"a stray file: it argues about no module of kb/{area}")
