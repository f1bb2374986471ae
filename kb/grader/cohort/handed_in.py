"""Files that were handed in as answers but cannot be graded. They are reported, so that nobody is overlooked."""

from __future__ import annotations

from kb.grader.answer.notebook import SAVE, SUFFIX

ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")
MISNAMED = (".py.txt", ".py.docx", ".pyw", ".py")  # the last for .PY, as .py itself is never asked about


def why_not(name: str) -> str | None:
    """Why a file of this name, which does not end in ``.py``, cannot be graded; None if it is not an answer."""
    lower = name.casefold()
    if lower.endswith(SUFFIX):
        return f"a notebook; {SAVE}"
    if lower.endswith(ARCHIVES):
        return "an archive; unpack it"
    if lower.endswith(MISNAMED):
        return "not named like a Python file; rename it to end in .py"
    return None
