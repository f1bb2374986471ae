"""Find the exercise that an answer is for, and the library that it needs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kb.bank import load_one
from kb.bank.find.libraries import ADD_TORCH, has_torch, lacking
from kb.bank.model.names import close
from kb.bank.model.question import Code
from kb.grader.answer.file import Answer, AnswerError


def exercise_of(answer: Answer, roots: tuple[Path, ...], asked: str | None = None) -> Code:
    """The exercise that an answer is for: asked for, declared in its first comment line, or by its name.

    Raises:
        AnswerError: the file does not say, or there is no such exercise; the text suggests one.
    """
    wanted = asked or answer.declared
    known = exercise_ids(roots)
    if wanted is None:
        same_name = [name for name in known if name.rpartition("/")[2] == answer.path.stem]
        if len(same_name) != 1:
            raise AnswerError(
                f"{answer.path} does not say which exercise it answers: "
                "begin it with `# question: detection/nms`, or give --question ID"
            )
        wanted = same_name[0]
    if wanted not in known:
        near = close(wanted, known, 1)
        hint = f"; did you mean {near[0]}?" if near else "; `python -m kb.quiz --list` shows all"
        raise AnswerError(f"there is no exercise {wanted}{hint}")
    return load_one(roots, wanted)


def exercise_ids(roots: Sequence[Path]) -> list[str]:
    """The ids of all exercises, from the names of their folders; nothing is parsed."""
    found = (path.parent for root in roots for path in root.glob("*/*/question.yaml"))
    return sorted(f"{folder.parent.name}/{folder.name}" for folder in found)


def missing_library(answer: Answer) -> str | None:
    """What to do when the answer needs torch and this installation has none."""
    if answer.library == "torch" and not has_torch():
        return f"it imports torch, which is not installed here; {ADD_TORCH}"
    return None


def check_libraries(answer: Answer, exercise: Code) -> None:
    """Refuse what cannot be graded because a library is missing, which is not the answer's fault.

    Raises:
        AnswerError: the answer or the exercise needs PyTorch, and this installation has none.
    """
    if missing := missing_library(answer):
        raise AnswerError(f"{answer.path}: {missing}")
    if missing := lacking(exercise):
        raise AnswerError(missing)
