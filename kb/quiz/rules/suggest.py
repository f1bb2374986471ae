"""Commands that a learner is told to give, with the private bank that they need to find the same questions."""

from __future__ import annotations

import os
import shlex
from pathlib import Path


def command(roots: tuple[Path, ...], words: str) -> str:
    """``python -m kb.quiz WORDS``, with ``--bank DIR`` where it was given on the command line."""
    private = [] if len(roots) < 2 or _by_environment(roots[-1]) else ["--bank", str(roots[-1])]
    return " ".join(["python -m kb.quiz", *map(shlex.quote, private), words])


def _by_environment(root: Path) -> bool:
    named = os.environ.get("KB_BANK")
    return bool(named) and Path(os.path.expanduser(str(named))) == root
