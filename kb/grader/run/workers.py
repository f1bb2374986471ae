"""The workers of one answer, one after the other."""

from __future__ import annotations

import time
from typing import Protocol

from kb.bank.model.question import Code
from kb.grader.advice.device_check import Recording
from kb.grader.answer.file import Answer
from kb.grader.answer.forbid import forbidden
from kb.grader.model.device import CPU
from kb.grader.model.outcome import Failure, GraderError
from kb.grader.process.connect import connect
from kb.grader.process.link import Link, used_up
from kb.grader.process.sources import Zygotes, start_on


class Workers(Protocol):
    """Where the calls of an attempt are made."""

    layers: tuple[str, ...]
    orphaned: bool

    def connect(self) -> Link:
        """A worker with the answer loaded."""

    def disconnect(self) -> None:
        """End the worker; the next test gets a new one."""


class OfAnswer:
    """Workers of a learner's answer.

    Args:
        answer: that is loaded.
        exercise: names the entry, and what is forbidden.
        zygotes: where workers come from.
        seed: of the worker's own random numbers.
        device: cpu, cuda or mps.
        recording: of the requests, where they are to be repeated.
    """

    def __init__(
        self,
        answer: Answer,
        exercise: Code,
        zygotes: Zygotes,
        seed: int,
        device: str = CPU,
        recording: Recording | None = None,
    ):
        self.answer, self.exercise, self.zygotes = answer, exercise, zygotes
        self.seed, self.device, self.recording = seed, device, recording
        self.layers: tuple[str, ...] = ()
        self.orphaned = False  # whether a worker outlived the process that it was forked from
        self._link: Link | None = None
        self._allowance = zygotes.limits.total_seconds

    def connect(self) -> Link:
        """The worker of this answer, loaded: the one that served the tests so far, or a new one if that has ended.

        A fresh process for every test would cost more than all the tests. Nothing is lost by keeping one: what an
        answer leaves behind in its own process can only change its own results.
        """
        if self._link is not None and self._link.usable:
            return self._link
        self.disconnect()
        if not self._allowance:
            raise used_up(self.zygotes.limits)
        begun = time.monotonic()
        try:
            link = self._start()
        except Failure:
            self._spend(time.monotonic() - begun)
            raise
        self._spend(link.limits.total_seconds - link.allowance)
        link.allowance = self._allowance
        return link

    def disconnect(self) -> None:
        """End the worker; the next test gets a new one."""
        if self._link is not None:
            self._link.close()
            self._allowance = self._link.allowance
            self.orphaned |= self._link.orphaned
            self._link = None

    def _spend(self, seconds: float) -> None:
        self._allowance = max(0.0, self._allowance - seconds)

    def _start(self) -> Link:
        """A new worker; tried once more where an earlier test killed the process that workers are forked from."""
        source = self.zygotes.get(self.answer.library)
        try:
            link = self._load()
        except GraderError:
            if source.alive:
                raise
            link = self._load()
        self._link, self.layers, link.recorder = link, tuple(link.source.layers), self.recording
        return link

    def _load(self) -> Link:
        entry, forbid = self.exercise.entry, forbidden(self.exercise)
        return start_on(
            self.zygotes,
            self.answer.library,
            self.device,
            lambda source: connect(source, self.answer, entry, self.seed, self.device, forbid),
        )
