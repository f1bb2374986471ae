"""The layers of the sandbox: their names, what each holds, and what to do where one is missing."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer.

    Attributes:
        name: as verdicts name it.
        holds: what it keeps an answer from, as a sentence's end.
        advice: what to do where it is missing.
    """

    name: str
    holds: str
    advice: str


ALWAYS = "it is there on every Unix; on Windows use WSL"
NAMESPACE = (
    "in a container allow user namespaces (Docker: --security-opt seccomp=unconfined, or run the grader outside); on "
    "Ubuntu set kernel.apparmor_restrict_unprivileged_userns=0, elsewhere user.max_user_namespaces above 0; "
    "macOS and Windows have none: use a Linux machine or WSL 2"
)
KERNEL = "macOS and Windows do not have it: use a Linux machine or WSL 2"

LAYERS = (
    Layer("process group", "what it started is found and killed with it", ALWAYS),
    Layer("resource limits", "memory, processor time, files and core dumps are bounded", ALWAYS),
    Layer(
        "audit hook",
        "Python refuses files, sockets and processes with a reason",
        "report it: Python always has it",
    ),
    Layer("no new privileges", "nothing that it executes gains rights", KERNEL),
    Layer("not dumpable", "no other process of the same user can look into it", KERNEL),
    Layer(
        "user namespace",
        "it has no rights outside, sees read-only mounts, and cannot fork without end",
        NAMESPACE,
    ),
    Layer(
        "process namespace", "it sees no process but its own, and whatever it started ends with it", NAMESPACE
    ),
    Layer("network namespace", "there is no network, not even the loopback", NAMESPACE),
    Layer("ipc namespace", "shared memory and message queues of others are out of reach", NAMESPACE),
    Layer(
        "landlock",
        "it opens no file but Python's own and those in its working folder",
        "needs Linux 5.13 or newer with `landlock` in the kernel's list of security modules (lsm=), and in a container "
        "a profile that lets its system calls through; " + KERNEL,
    ),
    Layer(
        "seccomp",
        "the kernel refuses processes, sockets, tracing, mounts and the like",
        "needs a kernel with seccomp filters on x86-64 or 64-bit ARM; " + KERNEL,
    ),
)
NAMES = tuple(layer.name for layer in LAYERS)


def checked(without: Iterable[str]) -> frozenset[str]:
    """The names of layers to leave out; ValueError for one that is none."""
    asked = frozenset(without)
    if unknown := sorted(asked - set(NAMES)):
        raise ValueError(f"no layer of the sandbox is called {unknown[0]!r}; there are: {', '.join(NAMES)}")
    return asked


def hidden() -> list[str]:
    """Folders that no worker may read, also where they lie inside one that it must read, as in an installed kb."""
    from kb.bank import BankError, roots

    package = Path(__file__).resolve().parents[2]
    found = {package}
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "questions").is_dir():
        found.add(checkout)
    try:
        found |= {root.resolve() for root in roots(None)}
    except (BankError, OSError):  # told where the bank is loaded; what is built in is covered already
        pass
    return sorted(map(str, found))


def apart(file: Path, *banks: Path) -> tuple[str, ...]:
    """What the worker of an answer may not read besides: the answer's folder, the one that a link leads to, banks."""
    folders = {os.path.dirname(os.path.abspath(file)), os.path.dirname(os.path.realpath(file))}
    return tuple(sorted({*folders, *(os.path.realpath(bank) for bank in banks)}))


def lacking(layers: Collection[str]) -> str | None:
    """One line for a learner where a worker lacked layers; None where all were there."""
    absent = [name for name in NAMES if name not in layers]
    if not absent:
        return None
    return f"The sandbox lacks {', '.join(absent)} here; graded all the same. `python -m kb.quiz doctor` says more."
