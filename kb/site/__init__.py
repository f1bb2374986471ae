"""The site: a Python-Markdown extension, ``kb.site``, that puts the bank, the code and figures into pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.site.blocks.extension import SiteExtension


def makeExtension(**options: Any) -> SiteExtension:
    """Make the extension; this is the name that Python-Markdown looks for."""
    from kb.site.blocks.extension import SiteExtension

    return SiteExtension(**options)
