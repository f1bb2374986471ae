"""Run a snippet of a question in a worker, as if it were an answer, and take what it prints."""

from __future__ import annotations

from pathlib import Path

from kb.grader.answer.file import Answer
from kb.grader.model.device import CPU
from kb.grader.model.outcome import Failure
from kb.grader.process.connect import connect
from kb.grader.process.zygote import Zygote

ENTRY = "_finished"


def output(snippet: str, name: str) -> str:
    """Everything that ``snippet`` prints.

    Raises:
        ValueError: it is not Python, or does not run to its end.
    """
    alone = Answer(Path(f"{name.rpartition('/')[2]}.py"), snippet)
    if isinstance(alone.tree, SyntaxError):  # alone: a decorator at its end would take the function below
        raise ValueError(f"the snippet is not Python: {alone.tree.msg} at line {alone.tree.lineno}")
    answer = Answer(alone.path, f"{snippet}\n\ndef {ENTRY}():\n    pass\n")
    with Zygote(answer.library) as zygote:
        try:
            link = connect(zygote, answer, ENTRY, 0, CPU)
        except Failure as failure:
            raise ValueError(f"the snippet does not run: {failure.message}") from None
        try:
            return bytes(link.printed).decode("utf-8", errors="replace")
        finally:
            link.close()
