"""Chinese terms in an English page carry their language, for the right glyphs and the right voice."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

_HAN = "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
TERM = rf"{_HAN}+(?:[·、，（）\s]{_HAN}+)*"


class Terms(InlineProcessor):
    """Wraps a run of Chinese characters in ``<span lang="zh-Hans">``."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        span = Element("span", lang="zh-Hans")
        span.text = AtomicString(m.group(0))
        return span, m.start(0), m.end(0)
