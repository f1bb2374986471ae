"""The glossary: every term has a page, Chinese characters and one meaning."""

from __future__ import annotations

from collections.abc import Iterator

from kb.bank import BankError
from kb.content import glossary
from kb.content.glossary import FOLDER, Term
from kb.dev.finding import Finding
from kb.dev.pages import pages
from kb.dev.tree import Tree

LONGEST = 240  # characters that a tooltip holds


def check(tree: Tree) -> Iterator[Finding]:
    """Terms whose page does not exist, names with two meanings, definitions that are not one line."""
    try:
        terms = glossary.read(tree.docs)
    except BankError as error:
        yield from (Finding(str(problem.location), problem.what) for problem in error.problems)
        return
    anchors = pages.anchors(tree)
    taken: dict[str, Term] = {}
    for term in terms:
        for what in _wrong(term, anchors):
            yield Finding(f"docs/{FOLDER}, {term.term}", what)
        for name in term.names:
            other = taken.setdefault(name, term)
            if other is not term:
                yield Finding(f"docs/{FOLDER}, {term.term}", f"{name!r} is a name of {other.term!r} as well")


def _wrong(term: Term, anchors: dict[str, set[str]]) -> Iterator[str]:
    if pages.lacking(anchors, term.page):
        yield f"refers to {term.page}, which does not exist"
    if len(term.means) > LONGEST or "\n" in term.means.strip():
        yield f"its meaning has {len(term.means)} characters; expected one line of at most {LONGEST}"
    if not pages.CHINESE.search(term.zh) and term.zh not in term.names:
        yield f"its Chinese term {term.zh!r} has no Chinese character; expected one, or the name that is said there too"
