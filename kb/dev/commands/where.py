"""``python -m kb.dev where detection/nms``: the files of one subject."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kb.bank.model.names import close
from kb.dev.tree import Tree


def files(tree: Tree, subject: str) -> Iterator[Path]:
    """The files that a page or an exercise has, or would have."""
    if subject in tree.pages():
        yield from (tree.page(subject), tree.figures(subject), tree.module(subject))
        yield from (tree.bank(subject), tree.test(subject))
    folder = tree.questions / subject
    if (folder / "question.yaml").is_file():
        yield folder / "question.yaml"
        yield from (folder / "starter.py", folder / f"test_{folder.name}.py")
        yield from (folder / "mistakes", folder / "accepted")


def run(tree: Tree, subject: str) -> int:
    subject = subject.strip("/")
    found = list(files(tree, subject))
    if not found:
        known = [
            *tree.pages(),
            *(f"{p.parent.parent.name}/{p.parent.name}" for p in tree.questions.glob("*/*/question.yaml")),
        ]
        near = close(subject, known, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise LookupError(f"there is no page or exercise {subject}{hint}")
    for path in found:
        print(tree.show(path) + ("" if path.exists() else "  (missing)"))
    return 0
