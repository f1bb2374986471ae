"""All Python files below a folder, in an order that is the same every time, whatever else lies there.

Links to folders are not followed: what they lead to is walked by its own path, lies outside, or is a loop. Linear:
ten thousand files in two thousand folders take 0.15 s, and 0.35 s to be read.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from kb.grader.cohort.handed_in import why_not
from kb.grader.cohort.names import shown
from kb.grader.cohort.place import Place

# Folders of tools, which hold Python files that nobody wrote for a course.
TOOLS = frozenset(
    {"__pycache__", "__MACOSX", "site-packages", "dist-packages", "node_modules", "venv", "env", "virtualenv"}
)


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may be an answer. ``file`` and ``student`` are its path and its folder below DIR, shown safely.

    It is opened by its ``place``; the path names it.
    """

    path: Path
    file: str
    student: str
    place: Place


@dataclass(frozen=True, slots=True)
class Problem:
    """What cannot be graded, and why."""

    file: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.message}"


@dataclass(slots=True)
class Walked:
    found: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: int = 0  # folders and files that are hidden or belong to tools
    empty: list[str] = field(
        default_factory=list
    )  # folders of DIR, such as a student's, without anything of the above


def walk(root: Path, without: Path | None = None) -> Walked:
    """Everything below ``root``.

    Args:
        root: the folder.
        without: a folder that is left out silently, because the grades are written there.

    Raises:
        OSError: ``root`` itself cannot be listed.
    """
    walked = Walked()
    real = os.path.realpath(root)
    skip = os.path.realpath(without) if without is not None else None
    todo = [(str(root), "", os.listdir(root))]
    while todo:
        folder, inside, names = todo.pop()
        for name in names:
            path, relative = os.path.join(folder, name), f"{inside}{name}"
            if os.path.isdir(path) and not (skip is not None and os.path.realpath(path) == skip):
                if (listed := _listed(path, relative, real, walked)) is not None:
                    todo.append((path, f"{relative}/", listed))
            elif name.endswith(".py") and not os.path.isdir(path):
                _take(path, relative, real, walked)
            elif (reason := why_not(name)) is not None and not os.path.isdir(path):
                _name_it(name, relative, reason, walked)
    walked.empty = _empty(real, skip, walked)
    walked.found.sort(key=lambda found: os.fsencode(found.path))
    walked.problems.sort(key=lambda problem: problem.file)
    return walked


def _name_it(name: str, relative: str, reason: str, walked: Walked) -> None:
    """Note a file that is no answer and was handed in as one."""
    if name.startswith("."):
        walked.skipped += 1
    else:
        walked.problems.append(Problem(shown(relative), reason))


def _empty(real: str, skip: str | None, walked: Walked) -> list[str]:
    """The folders directly in DIR in which nothing was found."""
    told = {found.file.partition("/")[0] for found in walked.found}
    told |= {problem.file.partition("/")[0] for problem in walked.problems}
    folders = (entry.path for entry in os.scandir(real) if entry.is_dir() and not entry.is_symlink())
    kept = (path for path in folders if os.path.realpath(path) != skip and not _of_tools(path))
    return sorted(name for path in kept if (name := shown(os.path.basename(path))) not in told)


def _of_tools(path: str) -> bool:
    """Whether a folder is hidden or belongs to a tool."""
    name = os.path.basename(path)
    return name.startswith(".") or name in TOOLS or os.path.lexists(os.path.join(path, "pyvenv.cfg"))


def _listed(path: str, relative: str, real: str, walked: Walked) -> list[str] | None:
    """The names in a folder that is to be walked; None, and why is noted, when it is not."""
    if _of_tools(path):
        walked.skipped += 1
        return None
    if os.path.islink(path):
        walked.problems.append(Problem(shown(f"{relative}/"), _why_not(os.path.realpath(path), path, real)))
        return None
    try:
        return os.listdir(path)
    except OSError as error:
        reason = f"this folder cannot be read: {error.strerror or error}"
        walked.problems.append(Problem(shown(f"{relative}/"), reason))
        return None


def _why_not(target: str, path: str, real: str) -> str:
    if _inside(os.path.realpath(os.path.dirname(path)), target):
        return "a link to a folder that it lies in, which never ends; not followed"
    if not _inside(target, real):
        return f"a link that leaves the folder, to {shown(target)}; not followed"
    return f"a link to {shown(os.path.relpath(target, real))}, whose files are graded there; not followed"


def _take(path: str, relative: str, real: str, walked: Walked) -> None:
    if os.path.basename(path).startswith("."):
        walked.skipped += 1  # such as the ._nms.py that macOS leaves beside every file
        return
    inside = relative
    if os.path.islink(path):
        target = os.path.realpath(path)
        inside = os.path.relpath(target, real)
        if os.path.islink(target):
            walked.problems.append(Problem(shown(relative), "a link that leads to itself; not followed"))
            return
        if not os.path.lexists(target):
            walked.problems.append(Problem(shown(relative), f"a link to {shown(target)}, which is not there"))
            return
        if not _inside(target, real):
            reason = f"a link that leaves the folder, to {shown(target)}; not followed"
            walked.problems.append(Problem(shown(relative), reason))
            return
    student = relative.rpartition("/")[0]
    try:
        place = Place.at(real, inside)
    except OSError as error:
        reason = f"it cannot be read: {error.strerror or error}"
        walked.problems.append(Problem(shown(relative), reason))
        return
    walked.found.append(Found(Path(path), shown(relative), shown(student), place))


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
