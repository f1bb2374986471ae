"""The result of a benchmark, with its machine, as JSON and on the page about speed."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kb.dev.bench.row import Row
from kb.dev.bench.table import markdown
from kb.dev.tree import Tree

SCHEMA = 1
BLOCK = re.compile(r"(<!-- made by kb\.dev bench -->\n).*?(<!-- end -->)", re.S)
VERSIONS = ("numpy", "torch", "pytest")


def as_json(rows: Sequence[Row]) -> dict[str, Any]:
    """Nothing in it names the machine."""
    return {
        "schema": SCHEMA,
        "system": platform.system(),
        "processors": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: found for name in VERSIONS if (found := _version(name)) is not None},
        "rows": [row.as_json() for row in rows],
    }


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def text(result: dict[str, Any]) -> str:
    return json.dumps(result, indent=1, ensure_ascii=False) + "\n"


def section(result: dict[str, Any]) -> str:
    """What stands in the page: on what it was measured, and the tables."""
    versions = ", ".join(f"{name} {version}" for name, version in result["versions"].items())
    where = f"{result['system']}, {result['processors']} processors, Python {result['python']}, {versions}"
    return f"Measured on: {where}.\n\n{markdown([Row.from_json(row) for row in result['rows']])}\n"


def files(tree: Tree) -> tuple[Path, Path]:
    """The committed result, and the page that shows it."""
    folder = tree.docs / "grading"
    return folder / "speed.json", folder / "speed.md"


def updated(page: str, result: dict[str, Any]) -> str:
    """The page with its section regenerated.

    Raises:
        ValueError: it has no place for one.
    """
    if not BLOCK.search(page):
        raise ValueError("docs/grading/speed.md has no `<!-- made by kb.dev bench -->` ... `<!-- end -->`")
    return BLOCK.sub(lambda found: f"{found[1]}\n{section(result)}\n{found[2]}", page)


def write(tree: Tree, result: dict[str, Any]) -> None:
    """Write the result and the page."""
    file, page = files(tree)
    new = updated(page.read_text(encoding="utf-8"), result)
    file.write_text(text(result), encoding="utf-8")
    page.write_text(new, encoding="utf-8")
