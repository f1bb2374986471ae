"""The layers of the sandbox: their names, what each holds, and what to do where one is missing."""

from __future__ import annotations

from dataclasses import dataclass


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
