"""What README.md shows was printed by the program as it is."""

from __future__ import annotations

from pathlib import Path

from kb.dev.pages.readme import BLOCK, updated
from kb.dev.tree import Tree


def test_the_blocks_are_current() -> None:
    tree = Tree.here()
    text = (tree.root / "README.md").read_text(encoding="utf-8")
    assert [found["name"] for found in BLOCK.finditer(text)] == ["session", "verdict"]
    assert updated(tree, text) == text, "run python -m kb.dev readme"


def test_it_is_a_screen_and_a_half() -> None:
    lines = (Tree.here().root / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 92
    assert max(map(len, lines)) <= 120


def test_every_make_target_that_it_names_exists() -> None:
    import re

    root: Path = Tree.here().root
    named = set(
        re.findall(r"(?:`|^)make ([a-z]+)", (root / "README.md").read_text(encoding="utf-8"), flags=re.M)
    )
    targets = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    assert {"quiz", "test", "site", "serve", "check", "torch", "bench"} <= named
    assert named <= targets
