"""Stops what Python-Markdown would pass over in silence: a block that is misspelt or never closed."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks import BlocksProcessor

from kb.site.errors import SiteError

_LEFTOVER = re.compile(r"(?m)^[ ]{0,3}/{3,}(?:[ ]*(?P<name>[\w-]+)[ ]*(?:\|.*)?)?$")


class BlockCheck(Treeprocessor):
    """Looks for blocks that were not taken for blocks."""

    def __init__(self, md: Markdown, blocks: BlocksProcessor) -> None:
        super().__init__(md)
        self.blocks = blocks

    def run(self, root: Element) -> None:
        if self.blocks.stack:
            block = self.blocks.stack[-1].block
            raise SiteError(f"/// {block.NAME} | {block.argument or ''}: never closed; expected a line ///")
        for element in root.iter():
            for text in (element.text, element.tail):
                if text and (found := _LEFTOVER.search(text)):
                    raise SiteError(
                        f"{found[0].strip()}: not understood; expected {self.expected(found['name'])}"
                    )

    def expected(self, name: str | None) -> str:
        if name not in self.blocks.blocks:
            return f"one of the blocks {', '.join(sorted(self.blocks.blocks))}"
        block = self.blocks.blocks[name]
        options = ", ".join(block.OPTIONS) or "none"
        return f"{'an argument' if block.ARGUMENT else 'no argument'}, and options ({options}) indented by 4"
