"""A process that nothing around it can change: how it is started, and how it begins.

The process that holds the cases must not be steered from outside of this package and its interpreter. It is a fresh
interpreter in isolated mode (``-I``: no variable of Python's, no working folder and no user site on its path), with an
environment of its own that holds only what is listed here. Everything else that a process inherits stays: its working
folder, its terminal, its open files.

Python's own library is all that this file imports. Run as a program, it is the first thing that such a process does::

    python -I isolated.py ROOT STREAMS MODULE ARGUMENT...
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]  # the folder that holds the package kb
# Variables that stay: who and where, the terminal, languages, the user's tools, threads and accelerators, Windows.
# Other variables of the libraries for threads and accelerators name files to load. PYTHONIOENCODING says what the
# terminal shows; an isolated interpreter does not read it.
KEPT = """
    HOME USER LOGNAME USERNAME SHELL PATH TMPDIR TEMP TMP TZ HOSTNAME CI VIRTUAL_ENV SSL_CERT_FILE SSL_CERT_DIR
    TERM COLORTERM TERM_PROGRAM TERMINFO NO_COLOR FORCE_COLOR COLUMNS LINES TMUX STY SSH_TTY PYTHONIOENCODING
    LANG LANGUAGE
    EDITOR VISUAL PAGER BROWSER DISPLAY WAYLAND_DISPLAY
    OMP_NUM_THREADS OMP_THREAD_LIMIT OMP_DYNAMIC OMP_PROC_BIND OMP_PLACES OMP_WAIT_POLICY
    OPENBLAS_NUM_THREADS OPENBLAS_CORETYPE MKL_NUM_THREADS MKL_DYNAMIC VECLIB_MAXIMUM_THREADS NUMEXPR_NUM_THREADS
    CUDA_VISIBLE_DEVICES CUDA_DEVICE_ORDER CUDA_HOME CUDA_PATH NVIDIA_VISIBLE_DEVICES NVIDIA_DRIVER_CAPABILITIES
    SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT APPDATA LOCALAPPDATA PROGRAMDATA USERPROFILE HOMEDRIVE HOMEPATH
"""
NAMES = frozenset(KEPT.split())
PREFIXES = ("KB_", "LC_", "XDG_", "DASK_")
# Libraries of accelerators may lie where only this variable says. Workers get it back: their word counts for nothing.
LIBRARIES, FOR_WORKERS = "LD_LIBRARY_PATH", "KB_WORKER_LD_LIBRARY_PATH"
NEEDED = ("numpy", "pytest", "yaml", "rich")


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """The variables of ``given`` that an isolated process may have."""
    kept = {name: value for name, value in given.items() if name in NAMES or name.startswith(PREFIXES)}
    if given.get(LIBRARIES):
        kept.setdefault(FOR_WORKERS, given[LIBRARIES])
    return kept


def command(module: str, arguments: Sequence[str] = ()) -> list[str]:
    """The command line of an isolated process that calls ``main()`` of a module of kb.

    Args:
        module: its full name.
        arguments: what it finds in ``sys.argv[1:]``.
    """
    flags = ["-I", "-X", f"utf8={int(sys.flags.utf8_mode)}"]
    flags += ["-B"] if sys.dont_write_bytecode else []
    flags += ["-u"] if getattr(sys.stdout, "write_through", False) else []
    return [sys.executable, *flags, __file__, str(ROOT), _streams(), module, *arguments]


def become(module: str, arguments: Sequence[str]) -> NoReturn:
    """Turn this process into an isolated one; it keeps its number, its terminal and its place among other processes.

    Raises:
        OSError: the interpreter cannot be started.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os.execve(sys.executable, command(module, arguments), environment(os.environ))


def _streams() -> str:
    """How the standard streams are encoded here, which isolated mode would not find out: ``utf-8/strict,...``."""
    three = (sys.stdin, sys.stdout, sys.stderr)
    return ",".join("" if one is None else f"{one.encoding}/{one.errors}" for one in three)


def _begin() -> NoReturn:
    root, streams, module, *arguments = sys.argv[1:]
    for stream, setting in zip((sys.stdin, sys.stdout, sys.stderr), streams.split(","), strict=True):
        encoding, _, errors = setting.partition("/")
        if stream is not None and setting and (stream.encoding, stream.errors) != (encoding, errors):
            stream.reconfigure(encoding=encoding, errors=errors)  # type: ignore[union-attr]
    sys.argv[1:] = arguments
    take(root, sys.path)
    try:
        main = importlib.import_module(module).main
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in NEEDED:
            raise
        sys.exit(
            f"kb: {error.name} is not installed in the Python that grades, {sys.executable}. It runs without "
            "PYTHONPATH, the working folder and the packages of the user: install kb into an environment of its own "
            "(`make quiz`)"
        )
    sys.exit(main())


def take(root: str, path: list[str]) -> None:
    """Make ``import kb`` find the package in ``root``. Nothing else that lies there gets before what is on the path."""
    holders = [entry for entry in path if os.path.isdir(os.path.join(entry, "kb"))]
    if not holders:
        path.append(root)
    elif os.path.realpath(holders[0]) != root:
        path.insert(path.index(holders[0]), root)


if __name__ == "__main__":
    _begin()
