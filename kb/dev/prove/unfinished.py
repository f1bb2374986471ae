"""Unfinished content: TODOs that ``kb.dev new`` wrote, pages that no menu lists, and shown code that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kb.dev.finding import Finding
from kb.dev.prove.covered import There
from kb.dev.tree import Tree

TODO = re.compile(r"\bTODO\b")
REFERENCE = re.compile(r"^ */{3,} ?reference \| (?P<module>[\w.]+?) *(?:: *(?P<symbols>.+?))? *$", re.M)
MENU = "mkdocs.yml"


def check(tree: Tree) -> Iterator[Finding]:
    """Places that say TODO, pages that are missing in the menu, and references of pages that are not defined."""
    for path in _files(tree):
        yield from _todo(tree, path)
    for name in tree.pages():
        yield from _references(tree, name)
    yield from _menu(tree)


def _files(tree: Tree) -> Iterator[Path]:
    """The files that a contributor fills in: pages with their figures, references, questions, tests."""
    for name in tree.pages():
        yield from (path for path in (tree.page(name), tree.figures(name)) if path.is_file())
    yield from tree.modules()
    for area in tree.areas():
        for folder in (tree.questions / area, tree.tests / area):
            yield from sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".yaml"))


def _todo(tree: Tree, path: Path) -> Iterator[Finding]:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    places = [number for number, line in enumerate(lines, 1) if TODO.search(line)]
    if places:
        more = f", and {len(places) - 1} more" if len(places) > 1 else ""
        what = f"still to be filled in: {lines[places[0] - 1].strip()}{more}"
        yield Finding(f"{tree.show(path)}:{places[0]}", what)


def _references(tree: Tree, name: str) -> Iterator[Finding]:
    """Code that a page shows and that its module does not define."""
    there = There({}, {}, tree)
    page = tree.page(name).read_text(encoding="utf-8")
    for found in REFERENCE.finditer(page):
        line = page.count("\n", 0, found.start()) + 1
        for symbol in re.split(r" *, *", found["symbols"] or ""):
            wrong = there.symbol(f"{found['module']}:{symbol}") if symbol else _module(tree, found["module"])
            if wrong:
                yield Finding(f"{tree.show(tree.page(name))}:{line}", f"shows {wrong}")


def _module(tree: Tree, module: str) -> str | None:
    base = tree.root.joinpath(*module.split("."))
    there = base.with_suffix(".py").is_file() or (base / "__init__.py").is_file()
    return None if there else f"{module}, which does not exist"


def _menu(tree: Tree) -> Iterator[Finding]:
    menu = tree.root / MENU
    if not menu.is_file():
        return
    listed = set(re.findall(r"[\w-]+/[\w-]+\.md", menu.read_text(encoding="utf-8")))
    for name in tree.pages():
        if f"{name}.md" not in listed:
            yield Finding(MENU, f"nav does not list {name}.md, so nobody finds the page")
