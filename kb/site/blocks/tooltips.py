"""The first mention of a glossary's term on a page says what it means, when it is pointed at."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from kb.content.glossary import Term
from kb.site.bank.overview import terms

# Headings and links say where they lead, code is code, and a question must not be told its answer.
CLOSED = {
    "a",
    "abbr",
    "button",
    "code",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "math",
    "pre",
    "script",
    "style",
    "svg",
}
CLOSED_CLASSES = {
    *("kb-questions", "kb-question", "kb-exercises", "kb-contents", "kb-glossary", "kb-coverage", "kb-path"),
    *("kb-mistakes", "kb-figure__drawing", "highlight"),
}
MARKS = re.compile(r"[`*$]")


class Tooltips(Treeprocessor):
    """Wraps the first mention of each term in ``<abbr>``."""

    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self.docs = docs
        self._names: dict[str, Term] | None = None
        self._pattern = re.compile(r"(?!)")

    def run(self, root: Element) -> None:
        if self._names is None:
            self._names = {
                name: term for term in terms(self.docs) if not term.everyday for name in term.names
            }
            if self._names:
                self._pattern = _pattern(self._names)
        if self._names:
            self._walk(root, set())

    def _walk(self, element: Element, explained: set[Term]) -> None:
        if element.tag in CLOSED or CLOSED_CLASSES & set(element.get("class", "").split()):
            return
        children = list(element)
        head, found = self._split(element.text, explained)
        element.text = head
        for place, mention in enumerate(found):
            element.insert(place, mention)
        for child in children:
            self._walk(child, explained)
            tail, found = self._split(child.tail, explained)
            child.tail = tail
            place = list(element).index(child) + 1
            for more, mention in enumerate(found):
                element.insert(place + more, mention)

    def _split(self, text: str | None, explained: set[Term]) -> tuple[str | None, list[Element]]:
        """What stands before the first new term, and the terms with what stands behind each."""
        if not text or not text.strip():
            return text, []
        mentions: list[Element] = []
        begin, head = 0, text
        for match in self._pattern.finditer(text):
            assert self._names is not None
            # A name with a capital is found as it is written only, another one in any case.
            term = self._names.get(match[1]) or self._names[match[1].lower()]
            if term in explained:
                continue
            explained.add(term)
            between = text[begin : match.start()]
            if mentions:
                mentions[-1].tail = between
            else:
                head = between
            mention = Element("abbr", {"title": title(term), "tabindex": "0"})
            mention.text = match[0]
            mentions.append(mention)
            begin = match.end()
        if mentions:
            mentions[-1].tail = text[begin:]
        return head, mentions


def title(term: Term) -> str:
    return f"{term.zh}. {MARKS.sub('', term.means)}"


def _pattern(names: dict[str, Term]) -> re.Pattern[str]:
    """The longest name first; a plural counts."""
    each = [
        re.escape(name) if name != name.lower() else f"(?i:{re.escape(name)})"
        for name in sorted(names, key=len, reverse=True)
    ]
    return re.compile(rf"(?<![\w/-])({'|'.join(each)})(?:s|es)?(?![\w/-])")
