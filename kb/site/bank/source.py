"""An excerpt of the source, as a page shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kb.bank.find.code import CodeError, find_symbol, module_file, without_docstring
from kb.site.errors import SiteError

_NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*\Z")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a source file."""

    file: str  # relative to the root, with forward slashes
    symbols: tuple[str, ...]
    code: str

    @property
    def caption(self) -> str:
        return " · ".join((self.file, ", ".join(self.symbols))) if self.symbols else self.file


def excerpt(target: str, root: Path) -> Excerpt:
    """Read ``package.module`` or ``package.module:symbol, other.symbol`` below the root.

    A whole module comes without its docstring; symbols come in the order in which they are named.

    Raises:
        SiteError: there is no such module or symbol.
    """
    module, _, listed = (part.strip() for part in target.partition(":"))
    symbols = tuple(name.strip() for name in listed.split(",")) if listed else ()
    for name in (module, *symbols):
        if not _NAME.match(name):
            expected = "expected module or module:symbol, such as kb.detection.nms:nms"
            raise SiteError(f"{name!r} is not a name; {expected}")
    try:
        file = module_file(module, [root])
        parts = [find_symbol(f"{module}:{name}", [root]).code for name in symbols]
    except CodeError as error:
        raise SiteError(str(error)) from None
    code = "\n\n\n".join(parts) if symbols else without_docstring(file.read_text(encoding="utf-8"))
    return Excerpt(file.relative_to(root).as_posix(), symbols, code)
