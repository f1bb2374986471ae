"""Runs a figure's function: ``detection/iou:overlap`` is ``overlap`` in ``docs/detection/iou.figures.py``."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from kb.site.errors import SiteError
from kb.site.figures.style import style
from kb.site.figures.svg import draw

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_TARGET = re.compile(r"(?P<page>[\w-]+(?:/[\w-]+)*):(?P<name>[A-Za-z_]\w*)\Z")


def drawn(target: str, label: str, docs: Path) -> str:
    """The inline SVG of a figure named ``area/page:function``."""
    match = _TARGET.match(target)
    if match is None:
        raise SiteError(
            f"{target!r} is not the name of a figure; expected area/page:function, such as detection/iou:overlap"
        )
    path = docs / f"{match['page']}.figures.py"
    if not path.is_file():
        raise SiteError(f"{path}: no such file; expected the figures of the page {match['page']}")
    return _picture(path, path.read_text(encoding="utf-8"), match["name"], target, label)


@lru_cache(maxsize=1024)
def _picture(path: Path, source: str, name: str, target: str, label: str) -> str:
    """Under ``mkdocs serve`` every save renders every page; what has not changed is not drawn again."""
    prefix = re.sub(r"[^a-z0-9]+", "-", f"fig-{target.lower()}")
    with style():
        return draw(_figure(path, source, name), prefix, label)


def _figure(path: Path, source: str, name: str) -> Figure:
    from matplotlib.figure import Figure

    figure = _function(path, source, name)()
    if not isinstance(figure, Figure):
        raise SiteError(f"{path}: {name}() returned {type(figure).__name__}, expected a matplotlib Figure")
    return figure


def _function(path: Path, source: str, name: str) -> Callable[[], Any]:
    module = ModuleType("kb_figures_" + re.sub(r"\W", "_", path.name.removesuffix(".figures.py")))
    module.__file__ = str(path)
    exec(compile(source, str(path), "exec"), vars(module))
    function = getattr(module, name, None)
    if not callable(function) or name.startswith("_"):
        known = sorted(
            n for n, f in vars(module).items() if getattr(f, "__module__", None) == module.__name__
        )
        raise SiteError(f"{path}: no figure {name}, expected one of: {', '.join(known) or 'none is there'}")
    return function  # type: ignore[no-any-return]
