"""The layers of the sandbox: their names, what each holds, and what to do where one is missing."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kb.grader.model.outcome import GraderError

if TYPE_CHECKING:
    from kb.grader.process.selftest import Hole
    from kb.grader.process.zygote import Zygote, Zygotes


class SandboxError(GraderError):
    """The sandbox that was required is not there, or does not hold, or could not be tested."""


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


def notice(zygote: Zygote) -> str | None:
    """One line for a learner where the workers of a zygote that is ready lack layers; None where all are there."""
    return lacking(zygote.layers)


def lacking(layers: Collection[str]) -> str | None:
    """As ``notice``, from the layers that a verdict names."""
    absent = [name for name in NAMES if name not in layers]
    if not absent:
        return None
    return f"The sandbox lacks {', '.join(absent)} here; graded all the same. `python -m kb.quiz doctor` says more."


def self_test(zygotes: Zygotes) -> list[Hole]:
    """What an answer could do under these layers; see ``kb.grader.process.selftest.holes``."""
    from kb.grader.process.selftest import holes

    return holes(zygotes)


def require(zygotes: Zygotes) -> None:
    """Raise `SandboxError` unless every layer is there and a worker that tries gets through nowhere.

    A test that cannot be run counts as one that failed.
    """
    try:
        zygote = zygotes.get("numpy")
        zygote.wait_until_ready()
        absent = [layer for layer in LAYERS if layer.name not in zygote.layers]
        found = self_test(zygotes)
    except SandboxError:
        raise
    except Exception as error:
        raise SandboxError(f"the sandbox is required and could not be tested: {error}") from error
    wrong = [f"no {layer.name} ({zygote.missing.get(layer.name, 'left out')})" for layer in absent]
    wrong += [f"a hole: {hole.text}" for hole in found]
    if wrong:
        more = "`python -m kb.quiz doctor` says what to do about each; or grade without --require-sandbox"
        raise SandboxError(f"the sandbox is required and does not hold: {'; '.join(wrong)}. {more}")
