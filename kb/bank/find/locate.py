"""Locate the files of a bank, and those that a topic needs. Only names are looked at, no file is opened."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.bank.model.names import close, fold
from kb.bank.model.problems import BankError, UnknownTopic

EXERCISE = "question.yaml"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A topic that was found: an area, a page or exercise in it, one question of a page."""

    area: str | None = None
    name: str | None = None
    question: str | None = None

    def __str__(self) -> str:
        return "/".join(part for part in (self.area, self.name, self.question) if part)


def default_root() -> Path:
    """The questions that come with kb: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[2]
    for folder in (package / "questions", package.parent / "questions"):
        if folder.is_dir():
            return folder
    expected = f"{package / 'questions'} or {package.parent / 'questions'}; install kb again"
    raise BankError.at(package, "no folder with questions", expected)


def roots(extra: Path | None = None, environ: Mapping[str, str] | None = None) -> tuple[Path, ...]:
    """The folders that make up the bank: the built-in one, then a private one, if any.

    Args:
        extra: What ``--bank`` names; without it the variable ``KB_BANK`` counts.
        environ: The environment, ``os.environ`` unless given.

    Raises:
        BankError: a folder does not exist, or holds no question.
    """
    named = (os.environ if environ is None else environ).get("KB_BANK", "")
    folder = extra if extra is not None else Path(named) if named else None
    if folder is None:
        return (default_root(),)
    folder = Path(os.path.expanduser(folder))
    check_root(folder)
    built_in = default_root()
    return (built_in,) if folder.resolve() == built_in.resolve() else (built_in, folder)


def check_root(root: Path) -> None:
    """Raise `BankError` unless this is a folder of questions."""
    expected = "a folder of questions: <area>/<page>.yaml and <area>/<exercise>/question.yaml"
    if not os.path.isdir(root):  # unlike Path.is_dir, it raises nothing
        raise BankError.at(root, "a file" if os.path.lexists(root) else "no such folder", expected)
    try:
        if not any(page_files(root, area) or exercise_files(root, area) for area in areas(root)):
            raise BankError.at(root, "a folder without questions", expected)
    except OSError as error:
        raise BankError.at(root, f"a folder that cannot be read ({error.strerror})", expected) from None


def areas(root: Path) -> list[str]:
    """The folders of a bank, sorted; hidden ones and ``__pycache__`` do not count."""
    return sorted(entry.name for entry in os.scandir(root) if entry.name[0] not in "._" and _is_folder(entry))


def page_files(root: Path, area: str) -> list[Path]:
    """The files of an area's knowledge questions; ``.yml`` is among them so that it can be refused."""
    folder = root / area
    names = (entry.name for entry in _entries(folder) if entry.name.endswith((".yaml", ".yml")))
    return [folder / name for name in sorted(names) if name[0] not in "._"]


def exercise_files(root: Path, area: str) -> list[Path]:
    """The ``question.yaml`` of each of an area's exercises, and ``.yml`` to be refused."""
    folders = sorted(
        entry.name for entry in _entries(root / area) if entry.name[0] not in "._" and _is_folder(entry)
    )
    files = (root / area / folder / name for folder in folders for name in (EXERCISE, "question.yml"))
    return [file for file in files if os.path.lexists(file)]


def topics(roots: Iterable[Path]) -> tuple[str, ...]:
    """All areas, pages and exercises by name, sorted; no file is opened."""
    found: set[str] = set()
    for root in roots:
        for area in areas(root):
            inside = _inside(root, area)
            found |= {area, *inside} if inside else set()
    return tuple(sorted(found))


def _inside(root: Path, area: str) -> set[str]:
    pages = {f"{area}/{file.stem}" for file in page_files(root, area)}
    return pages | {f"{area}/{file.parent.name}" for file in exercise_files(root, area)}


def understand(roots: tuple[Path, ...], topic: str) -> Wanted:
    """The area, page, exercise or question that a topic names.

    It may be an area, ``area/page``, an exercise's or a question's full id, or the bare name of a page or
    exercise where only one area has it. Case does not count, nor hyphen against underscore. Tags are not
    topics: to find them every file would have to be read.

    Raises:
        UnknownTopic: nothing, or more than one thing, has this name.
    """
    known = topics(roots)
    parts = topic.strip().strip("/").split("/")
    if len(parts) == 3:
        page = _one(topic, "/".join(parts[:2]), known)
        area, _, name = page.partition("/")
        return Wanted(area, name, parts[2])
    if len(parts) > 3 or not all(parts):
        raise UnknownTopic(topic, close(topic, known), known)
    area, _, name = _one(topic, "/".join(parts), known).partition("/")
    return Wanted(area, name or None)


def _one(topic: str, name: str, known: tuple[str, ...]) -> str:
    """The known topic with this name: as it is written, else folded, else as the bare last part."""
    if name in known:
        return name
    folded = fold(name)
    same = [each for each in known if fold(each) == folded]
    bare = [each for each in known if fold(each).rpartition("/")[2] == folded]
    exact = [each for each in bare if each.rpartition("/")[2] == name]
    found = same or exact or bare
    if not found:
        raise UnknownTopic(topic, near(name, known), known)
    if len({each.partition("/")[0] for each in found}) > 1:
        raise UnknownTopic(topic, found, known)
    return min(
        found, key=lambda each: "_" in each
    )  # of soft-nms and soft_nms the page, which has the exercise


def near(name: str, known: tuple[str, ...]) -> list[str]:
    """The known topics that resemble the name, also by their last part alone."""
    bare = {each.rpartition("/")[2]: each for each in reversed(known)}
    found = close(name, known) + [bare[match] for match in close(name, bare)]
    return list(dict.fromkeys(found))[:3]


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        return list(os.scandir(folder))
    except (NotADirectoryError, FileNotFoundError):  # an area that another folder of the bank has
        return []
    except OSError as error:
        reason = f"a folder that cannot be read ({error.strerror})"
        raise BankError.at(folder, reason, "a readable folder of questions") from None


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a symbolic link to itself
        return False
