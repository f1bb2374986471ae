"""Known mistakes, run on the calls of an answer; what each of them did is remembered for the next answer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kb.grader.answer.file import Answer
from kb.grader.model.device import CPU
from kb.grader.model.outcome import Failure
from kb.grader.process.calls import Call, Observed, perform
from kb.grader.process.checked import MOST_BYTES
from kb.grader.process.connect import connect, load
from kb.grader.process.link import Link
from kb.grader.process.source import Source

MOST_STEPS = 200  # of one call of an object

Seen = dict[tuple[str, bytes], Observed]


@dataclass(frozen=True)
class Steps:
    """A call, and all that was done before it with the objects of its test, each step with the key of its past."""

    calls: tuple[Call, ...]
    keys: tuple[bytes, ...]

    @property
    def gradient(self) -> bool:
        """Whether a step asks for one, which only mistakes in torch can give."""
        return any(call.wants_gradient for call in self.calls)


class Pasts:
    """The steps of calls; what they have in common is encoded once."""

    def __init__(self) -> None:
        self._digests: dict[int, tuple[Call, bytes]] = {}

    def of(self, call: Call) -> Steps:
        calls = (*(earlier for earlier, _ in call.before), call)
        keys: list[bytes] = []
        digest = b""
        for step in calls:
            digest = hashlib.sha256(digest + self._digest(step)).digest()
            keys.append(digest)
        return Steps(calls, tuple(keys))

    def _digest(self, call: Call) -> bytes:
        if id(call) not in self._digests:
            # The call is kept as well, or another one might get its id.
            self._digests[id(call)] = call, call.digest
        return self._digests[id(call)][1]


class MistakeWorkers:
    """Workers on which mistakes are run, one mistake after the other.

    They are this project's own files, so they share a worker, which costs ten times as much as a load. A load starts
    from scratch, also for what a class keeps for all of its objects.
    """

    def __init__(self, source: Source, entry: str, seed: int):
        self._source, self._entry, self._seed = source, entry, seed
        self._links: dict[str, Link] = {}
        self._inside: dict[str, str] = {}  # by library, whose text the worker has

    def __enter__(self) -> MistakeWorkers:
        return self

    def __exit__(self, *_: object) -> None:
        for link in self._links.values():
            link.close()

    def link(self, name: str, answer: Answer, reload: bool = False) -> Link:
        """A worker with this text in it, usable until another text is asked for.

        ``reload`` loads it again where it is loaded already, so that nothing is left of what it did.
        """
        link = self._links.pop(answer.library, None)
        if link is None or not link.usable:
            if link is not None:
                link.close()
            link = connect(self._source, answer, self._entry, self._seed, CPU)
        elif reload or self._inside[answer.library] != name:
            load(link, answer, self._entry, self._seed, CPU)
        self._links[answer.library], self._inside[answer.library] = link, name
        return link


class MistakeRun:
    """One text, which is loaded only for calls that nobody tried before with it."""

    def __init__(self, name: str, answer: Answer, stage: MistakeWorkers, seen: Seen):
        self.name, self.answer = name, answer
        self._stage, self._seen = stage, seen
        self._link: Link | None = None

    def observe(self, steps: Steps, number: int = -1) -> Observed | None:
        """What a step brings, the last one by default; None where it cannot be asked.

        Raises:
            Failure: the text does not load.
        """
        if steps.gradient and self.answer.library != "torch":
            return None
        wanted = (self.name, steps.keys[number])
        done = 0  # steps of these that the worker has taken
        while wanted not in self._seen:
            self._seen[self.name, steps.keys[done]] = self._perform(steps.calls[done], first=done == 0)
            done += 1
        return self._seen[wanted]

    def _perform(self, step: Call, first: bool) -> Observed:
        if first:
            # Objects of one class may share what they should not: each test begins with a class that made none.
            self._link = self._stage.link(self.name, self.answer, reload=step.object is not None)
        if self._link is None or not self._link.usable:
            return Observed(failure=Failure("crashed", "the mistake ended in an earlier step"))
        return perform(self._link, step)


def is_small(call: Call) -> bool:
    """Whether a call may be repeated with every mistake."""
    steps: Sequence[Call] = [*(earlier for earlier, _ in call.before), call]
    arrays = [value for step in steps for value in step.values if isinstance(value, np.ndarray)]
    return not call.timed and len(steps) <= MOST_STEPS and sum(array.nbytes for array in arrays) <= MOST_BYTES
