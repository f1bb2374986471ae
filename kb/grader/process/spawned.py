"""Workers without a warm zygote: each in a fresh ``python -I`` that imports its library itself, and serves once.

For devices whose driver does not survive a fork from a process that had loaded it. Each of these processes forks once,
before it has imported anything, so that one half can keep watch over the other; sandbox, wire and endings are
those of ``kb.grader.process.zygote``. It costs the import for every worker.

Windows, which has no fork, was not tried: there is a clear error, and WSL 2 is the way to grade.
"""

from __future__ import annotations

import os
import socket

from kb.grader.model.device import CPU
from kb.grader.model.limits import LIMITS, Limits
from kb.grader.model.outcome import GraderError
from kb.grader.process.layers import checked
from kb.grader.process.source import Library
from kb.grader.process.zygote import Zygote


class Cold(Zygote):
    """A zygote that has imported nothing."""

    cold = True


class Spawner:
    """What a Zygote is to its users; one process stands ready, and each worker takes one with it when it ends."""

    def __init__(
        self,
        library: Library = "numpy",
        limits: Limits = LIMITS,
        without: frozenset[str] = frozenset(),
        hiding: tuple[str, ...] = (),
    ):
        if not hasattr(os, "fork"):
            raise GraderError(
                "answers cannot be executed on this system, which has no fork; on Windows use WSL 2"
            )
        self.library: Library = library
        self.limits, self.without, self.hiding = limits, checked(without), hiding
        self.layers: list[str] = []
        self.missing: dict[str, str] = {}
        self._next = self._start()
        self._serving: dict[int, Cold] = {}
        self._closed = False

    def __enter__(self) -> Spawner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        """Whether it can be asked for workers; one whose process was killed is simply followed by another."""
        return not self._closed

    def wait_until_ready(self) -> None:
        self._next.wait_until_ready()
        self.layers, self.missing = self._next.layers, self._next.missing

    def prepare(self, name: str, device: str = CPU) -> None:
        """Nothing: one process stands ready anyway."""

    def fork(self, name: str, device: str = CPU) -> tuple[socket.socket, int, int]:
        """A new worker, as from ``Zygote.fork``."""
        self.wait_until_ready()
        channel, output, pid = self._next.fork(name, device)
        self._serving[pid] = self._next
        self._next = self._start()
        return channel, output, pid

    def wait(self, pid: int, seconds: float) -> int | None:
        return self._serving[pid].wait(pid, seconds)

    def reap(self, pid: int, seconds: float) -> bool:
        """As ``Zygote.reap``; the process that watched over the worker ends too."""
        keeper = self._serving[pid]
        gone = keeper.reap(pid, seconds)
        if gone:
            del self._serving[pid]
            keeper.close()
        return gone

    def close(self) -> None:
        self._closed = True
        for keeper in (*self._serving.values(), self._next):
            keeper.close()
        self._serving.clear()

    def _start(self) -> Cold:
        return Cold(self.library, self.limits, self.without, self.hiding)
