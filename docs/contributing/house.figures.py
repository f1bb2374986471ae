"""The house: which room may import which, read from the contracts that ``make check`` holds the code to."""

from __future__ import annotations

import textwrap
import tomllib
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from kb.site.figures.style import ACCENT1, ACCENT2, INK, MUTED, canvas

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
LINE, GAP, TITLE = 34, 7, 24  # pixels: the height of a room, between rooms, of a room's name above its floors
WIDTH, MARGIN = 440, 26


def house() -> Figure:
    """The rooms of kb on their floors; the floors of the grader inside it; the references below."""
    contracts = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    floors = {contract["containers"][0]: contract["layers"] for contract in contracts if "layers" in contract}
    references = next(contract for contract in contracts if contract["name"].startswith("References"))
    names = textwrap.wrap(", ".join(name.removeprefix("kb.") for name in references["source_modules"]), 40)
    below = LINE + 8 + 18 * len(names)
    height = _height("kb", floors) + below + 3 * GAP
    figure, axes = canvas(height=height, frame=False)
    axes.set(xlim=(0, WIDTH), ylim=(height, 0))
    bottom = _draw(axes, "kb", floors, MARGIN, GAP, WIDTH - MARGIN - 4)
    _box(axes, MARGIN, bottom + GAP, WIDTH - MARGIN - 4, below - GAP, ACCENT2)
    for number, line in enumerate(["references, which import none of this:", *names]):
        axes.text(
            MARGIN + (WIDTH - MARGIN) / 2, bottom + GAP + 20 + 18 * number, line, ha="center", va="center"
        )
    axes.annotate("", (17, bottom), (17, GAP), arrowprops={"arrowstyle": "-|>", "color": MUTED})
    axes.text(7, bottom / 2, "imports", rotation=90, ha="center", va="center", color=MUTED)
    return figure


def _height(container: str, floors: dict[str, list[str]]) -> float:
    return sum(_floor_height(container, floor, floors) + GAP for floor in floors[container])


def _floor_height(container: str, floor: str, floors: dict[str, list[str]]) -> float:
    inner = [f"{container}.{room}" for room in _rooms(floor) if f"{container}.{room}" in floors]
    return max([LINE, *(TITLE + _height(room, floors) + GAP for room in inner)])


def _rooms(floor: str) -> list[str]:
    return [room.strip() for room in floor.split("|")]


def _draw(axes: Any, container: str, floors: dict[str, list[str]], x: float, y: float, width: float) -> float:
    """Draw the floors of a container from ``y`` down; where they end."""
    for floor in floors[container]:
        height = _floor_height(container, floor, floors)
        rooms = _rooms(floor)
        shares = [3 if f"{container}.{room}" in floors else 1 for room in rooms]
        unit = (width - GAP * (len(rooms) - 1)) / sum(shares)
        left = x
        for room, share in zip(rooms, shares, strict=True):
            _room(axes, f"{container}.{room}", floors, left, y, unit * share, height)
            left += unit * share + GAP
        y += height + GAP
    return y


def _room(
    axes: Any, room: str, floors: dict[str, list[str]], x: float, y: float, width: float, height: float
) -> None:
    _box(axes, x, y, width, height, ACCENT1)
    name = room.rpartition(".")[2]
    if room in floors:
        axes.text(x + width / 2, y + TITLE / 2 + 2, name, ha="center", va="center", color=INK, size=14)
        _draw(axes, room, floors, x + GAP, y + TITLE + GAP / 2, width - 2 * GAP)
    else:
        axes.text(x + width / 2, y + height / 2, name, ha="center", va="center", color=INK, size=13)


def _box(axes: Any, x: float, y: float, width: float, height: float, color: str) -> None:
    style = "round,pad=0,rounding_size=5"
    axes.add_patch(
        FancyBboxPatch((x, y), width, height, boxstyle=style, facecolor=color, edgecolor="none", alpha=0.1)
    )
    axes.add_patch(FancyBboxPatch((x, y), width, height, boxstyle=style, facecolor="none", edgecolor=color))
