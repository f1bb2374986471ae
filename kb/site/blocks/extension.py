"""The Python-Markdown extension ``kb.site``."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.util import escape_chars

from kb.site.blocks.blocks import BLOCKS, Places
from kb.site.blocks.tooltips import Tooltips
from kb.site.text.checks import BlockCheck
from kb.site.text.font import face
from kb.site.text.formulas import Formulas
from kb.site.text.headers import Headers
from kb.site.text.leniency import Leniency
from kb.site.text.terms import TERM, Terms

_ROOT = Path(__file__).resolve().parents[3]


class SiteExtension(BlocksExtension):  # type: ignore[misc]
    """Formulas, Chinese terms, and the blocks that bring the bank, the code and figures into a page."""

    def __init__(self, **options: Any) -> None:
        self.config = {
            "root": [str(_ROOT), "The folder that holds the package kb."],
            "docs": ["", "The pages and their figures. Default: docs in the root."],
            "questions": ["", "The bank. Default: questions in the root."],
        }
        super().__init__(**options)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        md.registerExtension(self)
        escape_chars(md, ["$"])
        self.formulas = Formulas(md)
        # Code fences (25) are out of the way by now, raw HTML (20) is not yet.
        md.preprocessors.register(self.formulas, "kb-formulas", 24)
        md.preprocessors.register(Leniency(md), "kb-leniency", 23)
        md.inlinePatterns.register(Terms(TERM, md), "kb-terms", 5)
        md.treeprocessors.register(BlockCheck(md, block_mgr), "kb-blocks", 30)
        # Behind the inline patterns (20): links and code are left alone.
        md.treeprocessors.register(Tooltips(md, self.places().docs), "kb-tooltips", 12)
        md.treeprocessors.register(Headers(md), "kb-headers", 11)
        md.treeprocessors.register(_MathFont(md, self.formulas), "kb-math-font", -1)
        for block in BLOCKS:
            block_mgr.register(block, {"places": self.places()})

    def places(self) -> Places:
        """Where the blocks find things, as the options say."""
        root = Path(self.getConfig("root")).resolve()
        docs, questions = (
            Path(self.getConfig(name)).resolve() if self.getConfig(name) else root / name
            for name in ("docs", "questions")
        )
        return Places(root, docs, questions)

    def reset(self) -> None:
        """Start a new page."""
        self.formulas.characters.clear()


class _MathFont(Treeprocessor):
    """Adds the font of the page's formulas at its end."""

    def __init__(self, md: Markdown, formulas: Formulas) -> None:
        super().__init__(md)
        self.formulas = formulas

    def run(self, root: Element) -> None:
        if self.formulas.characters:
            SubElement(root, "style").text = face(self.formulas.characters)
