"""Which known mistake does a failed answer behave like? Its failing calls are repeated with every mistake.

What was done with objects is repeated from the first step on, in fresh objects, and every step has to bring the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from kb.bank.model import Code
from kb.grader import wire
from kb.grader.alike import alike
from kb.grader.answer import Answer
from kb.grader.calls import Call, Observed, describe_argument, perform
from kb.grader.connect import connect, load
from kb.grader.device import CPU
from kb.grader.link import Link
from kb.grader.mistakes import Described, describe
from kb.grader.outcome import Failure
from kb.grader.verdict import Mistake
from kb.grader.zygote import Zygote

MOST_CALLS = 6  # failing calls that are repeated for each mistake
MOST_BYTES = 1 << 20  # of arguments, of all steps together; larger calls are not repeated
MOST_STEPS = 200  # of one call of an object


Seen = dict[tuple[str, bytes], Observed]


class Namer:
    """The mistakes of one exercise, and what each of them did on the calls that were tried so far.

    Answers to one exercise fail on the same cases, so one mistake is run once for a call, not once for an answer.
    """

    def __init__(self, exercise: Code):
        self.exercise = exercise
        self._seen: Seen = {}

    @property
    def remembered(self) -> int:
        """How many calls of mistakes are kept."""
        return len(self._seen)

    @cached_property
    def mistakes(self) -> tuple[Described, ...]:
        return tuple(describe(path, self.exercise) for path in self.exercise.mistakes)

    def match(
        self, failures: Sequence[Failure], zygote: Zygote, seed: int, device: str = CPU
    ) -> Mistake | None:
        """The mistake that gives on the first failing call what the answer gave, and on half of all that failed.

        Where several do, those that explain most are kept; what is then left cannot be told apart by the cases,
        and all are named. Mistakes run on the CPU, also where the answer ran on ``device``.
        """
        observed = [(f.call, f.observed) for f in failures if f.call is not None and _small(f.call)][
            :MOST_CALLS
        ]
        if not observed:
            return self._slow({f.test for f in failures if f.outcome == "too slow"})
        scores: dict[str, int] = {}
        with Stage(zygote, self.exercise.entry, seed) as stage:
            for mistake in self.mistakes:
                if mistake.answer.library == "numpy" or zygote.library == "torch":
                    scores[mistake.id] = self._score(Repeated(mistake, stage, device, self._seen), observed)
        most = max(scores.values(), default=0)
        if 2 * most < len(observed):
            return None
        return _together([mistake for mistake in self.mistakes if scores.get(mistake.id) == most])

    def _slow(self, tests: set[str]) -> Mistake | None:
        """The mistakes that only these tests of the speed reject: a right value says nothing about the way to it."""
        return _together([mistake for mistake in self.mistakes if tests.intersection(mistake.caught_by)])

    def _score(self, run: Repeated, observed: Sequence[tuple[Call, Observed]]) -> int:
        """How many calls the mistake explains; 0 when it does not explain the first."""
        count = 0
        try:
            for call, seen in observed:
                explained = run.explains(call, seen)
                if not explained and not count:
                    break
                count += explained
        except Failure:
            return 0
        return count


def _together(found: Sequence[Described]) -> Mistake | None:
    named = [mistake.named() for mistake in found]
    return replace(named[0], also=tuple(named[1:])) if named else None


class Stage:
    """Workers on which mistakes are run, one mistake after the other.

    They are this project's own files, so they share a worker, which costs ten times a load; a load begins anew, also
    with what a class keeps for all of its objects.
    """

    def __init__(self, zygote: Zygote, entry: str, seed: int):
        self._zygote, self._entry, self._seed = zygote, entry, seed
        self._links: dict[str, Link] = {}

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *_: object) -> None:
        for link in self._links.values():
            link.close()

    def load(self, answer: Answer) -> Link:
        """A worker with this text in it; the one given before is not to be used any more."""
        link = self._links.pop(answer.library, None)
        if link is not None and link.usable:
            load(link, answer, self._entry, self._seed, CPU)
        else:
            if link is not None:
                link.close()
            link = connect(self._zygote, answer, self._entry, self._seed, CPU)
        self._links[answer.library] = link
        return link


class Repeated:
    """One mistake, which is loaded only for calls that nobody tried before."""

    def __init__(self, mistake: Described, stage: Stage, device: str, seen: Seen):
        self._mistake, self._stage = mistake, stage
        self._device, self._seen = device, seen
        self._link: Link | None = None

    def explains(self, call: Call, observed: Observed) -> bool:
        """Does the mistake do what the answer did, in this call and in all steps before it?"""
        steps = [*call.before, (call, observed)]
        if self._mistake.answer.library != "torch" and any(step.wants_gradient for step, _ in steps):
            return False
        keys = self._keys([step for step, _ in steps])
        done = 0  # steps of these that the worker has taken
        for index, (step, seen) in enumerate(steps):
            while keys[index] not in self._seen:
                self._seen[keys[done]] = self._perform(steps[done][0], first=done == 0)
                done += 1
            if not alike(self._seen[keys[index]], seen, step, self._device):
                return False
        return True

    def _keys(self, steps: list[Call]) -> list[tuple[str, bytes]]:
        """One for every step, the same only where all steps before it are the same too."""
        keys: list[tuple[str, bytes]] = []
        digest = b""
        for step in steps:
            digest = _digest(step, digest)
            keys.append((self._mistake.id, digest))
        return keys

    def _perform(self, step: Call, first: bool) -> Observed:
        if first and (self._link is None or not self._link.usable):
            self._link = self._stage.load(self._mistake.answer)
        if self._link is None or not self._link.usable:
            return Observed(failure=Failure("crashed", "the mistake ended in an earlier step"))
        return perform(self._link, step)


def _digest(call: Call, before: bytes) -> bytes:
    """The same for calls with the same arguments, of the same object."""
    encoder = wire.Encoder()
    told = [describe_argument(encoder, value) for value in (*call.values, call.cotangent, call.of)]
    which = None if call.object is None else call.object[1]
    header = json.dumps([told, list(call.named), call.op, call.name, which, call.wrt, call.memory]).encode()
    return hashlib.sha256(before + header + b"".join(encoder.buffers)).digest()


def _small(call: Call) -> bool:
    steps = [*(earlier for earlier, _ in call.before), call]
    arrays = [value for step in steps for value in step.values if isinstance(value, np.ndarray)]
    return not call.timed and len(steps) <= MOST_STEPS and sum(array.nbytes for array in arrays) <= MOST_BYTES
