"""The palette, the canvas and the style of a page's figures.

A figure is a function in ``docs/<area>/<page>.figures.py`` that takes nothing and returns a matplotlib
Figure. It uses the colors below and no other: on the page they follow the light and the dark scheme. For
shades, use ``alpha``. Text is set in the page's own font, so keep some room around it, and write x₁ or α as
Unicode.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#1b2027"  # lines and text
MUTED = "#68727f"  # axes, grids, remarks
PAPER = "#fefefe"  # the page's own color, to cover something
ACCENT1 = "#2563c9"  # blue: the thing itself, such as the prediction
ACCENT2 = "#c2570c"  # orange: what it is compared with, such as the truth
ACCENT3 = "#1d8348"  # green
ACCENT4 = "#8546b8"  # violet
ACCENT5 = "#c02f55"  # red: what is wrong

PALETTE = {
    INK: "ink",
    MUTED: "muted",
    PAPER: "paper",
    ACCENT1: "accent1",
    ACCENT2: "accent2",
    ACCENT3: "accent3",
    ACCENT4: "accent4",
    ACCENT5: "accent5",
}

WIDTH = 440  # CSS pixels: on a phone the text of a wider figure becomes too small
_PER_INCH = 72  # matplotlib writes SVG in points; one point is shown as one CSS pixel


def canvas(
    height: float = 280, *, width: float = WIDTH, frame: bool = True, **grid: Any
) -> tuple[Figure, Any]:
    """A figure of this size in pixels and its axes; ``grid`` is for ``Figure.subplots``.

    Without a frame the axes have equal units and show nothing but what is drawn: for boxes and diagrams.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / _PER_INCH, height / _PER_INCH), layout="constrained")
    axes = figure.subplots(**grid)
    for each in figure.axes:
        if not frame:
            _bare(each)
    return figure, axes


def _bare(axes: Axes) -> None:
    axes.set_axis_off()
    axes.set_aspect("equal")


@contextmanager
def style() -> Iterator[None]:
    """Matplotlib as the site wants it; figures are made and written inside."""
    import matplotlib

    with matplotlib.rc_context(_settings()), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")  # the browser has them
        yield


def _settings() -> dict[str, Any]:
    from cycler import cycler

    return {
        "font.family": "DejaVu Sans",  # wider than any system font: what fits here fits there
        "font.size": 14,
        "axes.titlesize": 14,
        "axes.labelsize": 14,
        "xtick.labelsize": 13,
        "ytick.labelsize": 13,
        "legend.fontsize": 13,
        "legend.frameon": False,
        "text.color": INK,
        "axes.labelcolor": INK,
        "axes.titlecolor": INK,
        "axes.edgecolor": MUTED,
        "axes.facecolor": "none",
        "axes.linewidth": 1,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.prop_cycle": cycler(color=[ACCENT1, ACCENT2, ACCENT3, ACCENT4, ACCENT5]),
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "grid.color": MUTED,
        "grid.alpha": 0.25,
        "hatch.color": INK,
        "lines.linewidth": 2,
        "lines.color": INK,
        "patch.edgecolor": INK,
        "patch.facecolor": ACCENT1,
        "figure.facecolor": "none",
        "figure.edgecolor": "none",
        "savefig.facecolor": "none",
        "svg.fonttype": "none",
        "svg.hashsalt": "kb",
        "image.interpolation": "nearest",
    }
