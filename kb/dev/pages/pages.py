"""Pages: the fixed sections in their order, and the anchors and blocks that others refer to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kb.bank import Bank
from kb.dev.finding import Finding
from kb.dev.tree import Tree

SECTIONS = (
    ("The answer in 30 seconds", "in-30-seconds"),
    ("How it works", "how-it-works"),
    ("Derivation", "derivation"),
    ("Reference implementation", "reference-implementation"),
    ("Common mistakes", "common-mistakes"),
    ("What interviewers ask next", "what-interviewers-ask-next"),
    ("Practice", "practice"),
    ("Sources", "sources"),
)
HEADING = re.compile(r"^(?P<level>#{1,6}) +(?P<title>.+?)(?: *\{ *#(?P<id>[\w-]+) *\})? *$", re.M)
BLOCK = re.compile(r"^ *//// ?(?P<a>\w+) \| (?P<b>.+?) *$|^ */// (?P<name>\w+) \| (?P<argument>.+?) *$", re.M)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def check(tree: Tree, bank: Bank) -> Iterator[Finding]:
    """Sections, anchors and blocks of every page against the bank and the references."""
    known = anchors(tree)
    for name in tree.pages():
        yield from _sections(tree, name)
        yield from _blocks(tree, bank, name)
    for question in bank.questions:
        if wrong := lacking(known, question.page):
            yield Finding(str(question.location), f"{question.id} refers to {wrong}")


def anchors(tree: Tree) -> dict[str, set[str]]:
    """Page -> the anchors that may be referred to."""
    return {name: set(headings(tree, name)) for name in tree.pages()}


def lacking(known: Mapping[str, set[str]], where: str) -> str | None:
    """What is not there of ``area/page#anchor``; None where all of it is."""
    page, _, anchor = where.partition("#")
    if page not in known:
        return f"docs/{page}.md, which does not exist"
    return None if anchor in known[page] else f"#{anchor}, which docs/{page}.md lacks"


def text(tree: Tree, name: str) -> str:
    """A page without its fenced code, in which a line may begin with #."""
    return re.sub(
        r"^( *)(`{3,}|~{3,}).*?^\1\2", "", tree.page(name).read_text(encoding="utf-8"), flags=re.M | re.S
    )


def headings(tree: Tree, name: str) -> list[str]:
    """The explicit anchors of a page. Only these may be referred to: they survive a change of the title."""
    return [found["id"] for found in HEADING.finditer(text(tree, name)) if found["id"]]


def _sections(tree: Tree, name: str) -> Iterator[Finding]:
    where = tree.show(tree.page(name))
    found = list(HEADING.finditer(text(tree, name)))
    second = tuple((h["title"], h["id"]) for h in found if len(h["level"]) == 2)
    if second != SECTIONS:
        wrong = next(
            (i for i, (a, b) in enumerate(zip(second, SECTIONS, strict=False)) if a != b), len(second)
        )
        wanted = SECTIONS[wrong] if wrong < len(SECTIONS) else None
        expected = f"## {wanted[0]} {{#{wanted[1]}}}" if wanted else "no further section"
        yield Finding(where, f"section {wrong + 1} should be: {expected}")
    titles = [h["title"] for h in found if len(h["level"]) == 1]
    if len(titles) != 1 or not CHINESE.search(titles[0]):
        yield Finding(where, "expected one title, in English with the Chinese term in brackets")


def _blocks(tree: Tree, bank: Bank, name: str) -> Iterator[Finding]:
    """A page shows its own questions, its exercises and their mistakes, its reference and a figure."""
    where = tree.show(tree.page(name))
    blocks = {
        (found["name"], found["argument"]) for found in BLOCK.finditer(text(tree, name)) if found["name"]
    }
    exercises = [exercise for exercise in bank.exercises if exercise.topic == name]
    wanted = {("questions", name)}
    if exercises:
        wanted.add(("exercises", name))
    wanted |= {("mistakes", exercise.id) for exercise in exercises}
    if exercises and wanted <= blocks:
        order = [found["name"] for found in BLOCK.finditer(text(tree, name)) if found["argument"] == name]
        if order.index("questions") > order.index("exercises"):
            yield Finding(where, "the questions come before the exercises, as on every page")
    for block, argument in sorted(wanted - blocks):
        yield Finding(where, f"the block `/// {block} | {argument}` is missing")
    for block in ("reference", "figure"):
        if not any(kind == block for kind, _ in blocks):
            yield Finding(where, f"a block `/// {block} | …` is missing")
