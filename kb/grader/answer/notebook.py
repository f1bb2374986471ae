"""Notebooks: no answers, but easily turned into one."""

from __future__ import annotations

import json

SUFFIX = ".ipynb"
SAVE = (
    "save its code as a Python file: `jupyter nbconvert --to script FILE`, then delete what only tries it out"
)


def is_notebook(name: str, source: str) -> bool:
    """By its name, or by what is in it whatever it is called."""
    if name.casefold().endswith(SUFFIX):
        return True
    if not (source.lstrip().startswith("{") and '"cells"' in source and '"nbformat"' in source):
        return False
    try:
        return "nbformat" in json.loads(source)
    except (ValueError, RecursionError):
        return False
