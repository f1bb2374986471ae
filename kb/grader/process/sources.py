"""At most one source of workers for each library: a warm zygote, or spawned processes where a device needs them."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from kb.grader.model.device import CPU
from kb.grader.model.limits import LIMITS, Limits
from kb.grader.model.outcome import DeviceError, Failure, GraderError
from kb.grader.process.layers import checked
from kb.grader.process.source import Library, Source
from kb.grader.process.spawned import Spawner
from kb.grader.process.zygote import Zygote

Started = TypeVar("Started")
NO_START = "cannot be started"  # in a worker's error when a device is there and its driver refuses


class Zygotes:
    """At most one source of workers for each library, started when first needed.

    Args:
        limits: of every worker.
        without: layers of the sandbox that are left out.
        spawn: each worker in a fresh process, see ``kb.grader.process.spawned``; always so where there is no fork.
        hiding: folders and files that no worker may read, besides those of this project: where the answers lie, and
            what is written about them.
    """

    def __init__(
        self,
        limits: Limits = LIMITS,
        without: frozenset[str] = frozenset(),
        spawn: bool = False,
        hiding: tuple[str, ...] = (),
    ) -> None:
        self.limits, self.without, self.hiding = limits, checked(without), hiding
        self._spawn = spawn or not hasattr(os, "fork")
        self._spawned: set[Library] = set()
        self._running: dict[Library, Source] = {}
        self._ended = False

    def get(self, library: Library) -> Source:
        """The source of workers of this library, which is started where none is running.

        Raises:
            GraderError: it cannot be started, or ``end`` was called.
        """
        if self._ended:
            raise GraderError("grading has ended")
        running = self._running.get(library)
        if running is None or not running.alive:
            if running is not None:
                running.close()
            running = self._running[library] = self._start(library)
        return running

    def spawns(self, library: Library) -> bool:
        """Whether the workers of this library are spawned, each in a fresh process."""
        return self._spawn or library in self._spawned

    def spawn(self, library: Library) -> None:
        """From now on spawn the workers of this library."""
        self._spawned.add(library)
        running = self._running.pop(library, None)
        if running is not None:
            running.close()

    def _start(self, library: Library) -> Source:
        start = Spawner if self.spawns(library) else Zygote
        return start(library, self.limits, self.without, self.hiding)

    def close(self) -> None:
        for running in self._running.values():
            running.close()
        self._running.clear()

    def end(self) -> None:
        """Close, and start nothing after that: another thread may still be grading."""
        self._ended = True
        self.close()

    def __enter__(self) -> Zygotes:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def start_on(zygotes: Zygotes, library: Library, device: str, begin: Callable[[Source], Started]) -> Started:
    """``begin`` with the zygote of the library; once more with spawned workers where the device refuses forked ones.

    The one place that knows of this. What helped is kept for the workers that follow.
    """
    source = zygotes.get(library)
    try:
        return begin(source)
    except (DeviceError, Failure) as error:
        if device == CPU or zygotes.spawns(library) or not refused(error):
            raise
    zygotes.spawn(library)
    return begin(zygotes.get(library))


def refused(error: Exception) -> bool:
    """Whether the driver said no, or took the worker down with it."""
    if isinstance(error, Failure):
        return error.outcome == "crashed"
    return NO_START in str(error)
