"""Cache of the questions in a bank's files: reading them all takes longer than the rest of a start.

A file that has changed is read again, and so is every file after a change to this package. Nothing depends on
the cache: where it cannot be read or written, or holds something else, the files are read.

The store is a pickle, because it has to be read in milliseconds. It lies in the user's own cache folder, is taken only
from a file of the user's own that nobody else may write, and nothing comes out of it but what
`kb.bank.model.question` defines.
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kb.bank.model.question import Question

Reader = Callable[[Path], tuple[Question, ...]]
Stamp = tuple[int, int, int]  # equal as long as a file has not changed

NAME = "bank.pickle"
PATHS = ("pathlib", "pathlib._local")  # where Python's releases keep PosixPath and WindowsPath


class Cache:
    """The questions of files by path and stamp. Use it for one loading, then ``save``."""

    def __init__(self) -> None:
        self.path = default_path()
        self._version = version()
        self._known: dict[str, tuple[Stamp, tuple[Question, ...]]] = _load(self.path, self._version)
        self._used: dict[str, tuple[Stamp, tuple[Question, ...]]] = {}
        self._changed = False

    def read(self, file: Path, reader: Reader) -> tuple[Question, ...]:
        """The questions of a file; errors are the reader's, and are never kept."""
        key, before = os.path.abspath(file), stamp(file)
        known = self._known.get(key)
        if before is not None and known is not None and known[0] == before:
            self._used[key] = known
            return known[1]
        questions = reader(file)
        if before is not None and before == stamp(file):  # unless it was written meanwhile
            self._used[key] = before, questions
            self._changed = True
        return questions

    def save(self) -> None:
        """Keep what was used, if any of it is new. What cannot be written is read again next time."""
        if not self._changed:
            return
        with contextlib.suppress(OSError, pickle.PicklingError, RecursionError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=NAME)
            try:
                with open(handle, "wb") as file:
                    pickle.dump((self._version, self._known | self._used), file, pickle.HIGHEST_PROTOCOL)
                os.replace(name, self.path)  # another process that is reading keeps the old one
            except BaseException:
                os.unlink(name)
                raise


def default_path() -> Path:
    """In ``KB_HOME``, or else in the user's cache folder."""
    home = os.environ.get("KB_HOME")
    if home:
        return Path(home) / NAME
    import platformdirs

    return Path(platformdirs.user_cache_dir("kb", appauthor=False)) / NAME


def stamp(file: Path) -> Stamp | None:
    """The stamp of a file; None if it is not a plain file."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def version() -> tuple[Any, ...]:
    """The versions of Python and of the files that turn YAML into questions."""
    room = Path(__file__).parents[1]
    return sys.version, *((str(path.relative_to(room)), stamp(path)) for path in sorted(room.rglob("*.py")))


def _load(path: Path, wanted: tuple[Any, ...]) -> dict[str, tuple[Stamp, tuple[Question, ...]]]:
    try:
        with path.open("rb") as file:
            if not _own(os.fstat(file.fileno())):
                return {}
            data = file.read()
        written, known = _Unpickler(io.BytesIO(data)).load()
    except Exception:  # a damaged or foreign file can raise anything
        return {}
    return known if written == wanted and isinstance(known, dict) else {}


def _own(found: os.stat_result) -> bool:
    """Whether the file belongs to the user and nobody else may write it."""
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)


class _Unpickler(pickle.Unpickler):
    """Makes nothing but questions and paths."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "kb.bank.model.question" or (module in PATHS and name in ("PosixPath", "WindowsPath")):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a bank")
