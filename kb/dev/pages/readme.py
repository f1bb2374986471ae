"""``python -m kb.dev readme``: the session and the verdict that README.md shows, made by running them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from kb.dev.tree import Tree

BLOCK = re.compile(r"(<!-- made by kb\.dev readme: (?P<name>\w+) -->\n).*?(<!-- end -->)", re.S)
WIDTH = 92


def session(tree: Tree) -> str:
    """One question, answered with a well-known slip; up to where the question would be asked once more."""
    topic = "detection/iou/one-corner-by-hand"
    output = _quiz(tree, ["--topic", topic], typed="1/16\nq\n")
    first, _, _ = output.partition("\n2 of 2 ")
    return f"$ python -m kb.quiz --topic {topic}\n" + first.rstrip("─ \n")


def verdict(tree: Tree) -> str:
    """An IoU whose overlap is not clipped."""
    mistake = tree.questions / "detection" / "box_iou" / "mistakes" / "unclamped_intersection.py"
    code = mistake.read_text(encoding="utf-8").split('"""', 2)[2].strip()
    arguments = ["grade", "box_iou.py", "--seed", "1", "--no-record"]
    shown = "python -m kb.quiz grade box_iou.py"
    answer = f"# question: detection/box_iou\n{code}\n"
    return f"$ {shown}\n" + _quiz(tree, arguments, files={"box_iou.py": answer}, status=1)


def _quiz(
    tree: Tree, arguments: list[str], typed: str = "", files: dict[str, str] | None = None, status: int = 0
) -> str:
    """What the program prints in an empty folder with an empty history, without what differs between runs."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (files or {}).items():
            Path(folder, name).write_text(text, encoding="utf-8")
        home = Path(folder, "home")
        environment = os.environ | {
            "KB_HOME": str(home),
            "COLUMNS": str(WIDTH),
            "NO_COLOR": "1",
            "PYTHONIOENCODING": "utf-8",
            "PYTHONPATH": str(tree.root),
        }
        environment.pop("KB_BANK", None)
        done = subprocess.run(
            [sys.executable, "-m", "kb.quiz", *arguments],
            cwd=folder,
            env=environment,
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
        )
    if done.returncode != status:
        raise ValueError(f"kb.quiz {' '.join(arguments)} ended with {done.returncode}: {done.stderr.strip()}")
    text = done.stdout.replace(str(home), "~/.local/share/kb")
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def updated(tree: Tree, text: str) -> str:
    """The README with its blocks regenerated."""
    makers = {"session": session, "verdict": verdict}

    def made(found: re.Match[str]) -> str:
        return f"{found[1]}```text\n{makers[found['name']](tree)}\n```\n{found[3]}"

    return BLOCK.sub(made, text)


def run(tree: Tree, only_check: bool) -> int:
    path = tree.root / "README.md"
    before = path.read_text(encoding="utf-8")
    after = updated(tree, before)
    if only_check:
        if after != before:
            print("README.md is not current; `python -m kb.dev readme` writes it", file=sys.stderr)
        return int(after != before)
    path.write_text(after, encoding="utf-8")
    return 0
