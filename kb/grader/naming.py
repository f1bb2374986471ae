"""Which known mistake does a failed answer behave like? Its failing calls are repeated with every mistake."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from kb.bank.model import Code
from kb.grader import wire
from kb.grader.compare import precision_of
from kb.grader.link import Link
from kb.grader.mistakes import Described, describe
from kb.grader.outcome import Failure
from kb.grader.solution import Call, Observed, connect, describe_argument, perform, same
from kb.grader.tolerance import tolerance
from kb.grader.verdict import Mistake
from kb.grader.zygote import Zygote

MOST_CALLS = 6  # failing calls that are repeated for each mistake
MOST_BYTES = 1 << 20  # of arguments; larger calls are not repeated
_SHAPES = re.compile(r"could not be broadcast|must match the size of tensor")


class Namer:
    """The mistakes of one exercise, and what each of them did on the calls that were tried so far.

    Answers to one exercise fail on the same cases, so one mistake is run once for a call, not once for an answer.
    """

    def __init__(self, exercise: Code):
        self.exercise = exercise
        self._seen: dict[tuple[str, str, bytes], Observed] = {}

    @cached_property
    def mistakes(self) -> tuple[Described, ...]:
        return tuple(describe(path, self.exercise) for path in self.exercise.mistakes)

    def match(self, failures: Sequence[Failure], zygote: Zygote, seed: int) -> Mistake | None:
        """The mistake that gives on the first failing call what the answer gave, and on half of all that failed.

        Where several do, those that explain most are kept; what is then left cannot be told apart by the cases,
        and all are named.
        """
        observed = [(f.call, f.observed) for f in failures if f.call is not None and _small(f.call)][
            :MOST_CALLS
        ]
        scores: dict[str, int] = {}
        for mistake in self.mistakes if observed else ():
            if mistake.answer.library == "numpy" or zygote.library == "torch":
                scores[mistake.id] = self._score(mistake, observed, zygote, seed)
        most = max(scores.values(), default=0)
        if 2 * most < max(len(observed), 1):
            return None
        best = [mistake.named() for mistake in self.mistakes if scores.get(mistake.id) == most]
        return replace(best[0], also=tuple(best[1:]))

    def _score(
        self, mistake: Described, observed: Sequence[tuple[Call, Observed]], zygote: Zygote, seed: int
    ) -> int:
        """How many calls the mistake explains; 0 when it does not explain the first."""
        run = Repeated(mistake, self.exercise.entry, zygote, seed, self._seen)
        count = 0
        try:
            for call, seen in observed:
                explained = run.possible(call) and alike(run.perform(call), seen, call)
                if not explained and not count:
                    break
                count += explained
        except Failure:
            return 0
        finally:
            run.close()
        return count


class Repeated:
    """One mistake, whose worker is started only for calls that nobody tried before."""

    def __init__(
        self,
        mistake: Described,
        entry: str,
        zygote: Zygote,
        seed: int,
        seen: dict[tuple[str, str, bytes], Observed],
    ):
        self._mistake, self._entry, self._zygote, self._seed, self._seen = mistake, entry, zygote, seed, seen
        self._link: Link | None = None

    def possible(self, call: Call) -> bool:
        return not call.wants_gradient or self._mistake.answer.library == "torch"

    def perform(self, call: Call) -> Observed:
        key = (self._mistake.id, self._zygote.library, _digest(call))
        if key not in self._seen:
            if self._link is None or not self._link.usable:
                self.close()
                self._link = connect(self._zygote, self._mistake.answer, self._entry, self._seed, "cpu")
            self._seen[key] = perform(self._link, call)
        return self._seen[key]

    def close(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None


def _digest(call: Call) -> bytes:
    """The same for calls with the same arguments."""
    encoder = wire.Encoder()
    told = [describe_argument(encoder, value) for value in (*call.values, call.cotangent, call.of)]
    header = json.dumps([told, sorted(call.named)]).encode()
    return hashlib.sha256(header + b"".join(encoder.buffers)).digest()


def alike(one: Observed, other: Observed, call: Call) -> bool:
    """Did two answers do the same thing on one call?"""
    if one.failure is not None or other.failure is not None:
        if one.failure is None or other.failure is None or one.failure.outcome != other.failure.outcome:
            return False
        return _error_name(one.failure) == _error_name(other.failure)
    if call.wants_gradient and not near(one.gradient, other.gradient, call, "gradient"):
        return False
    changed = [same(a, b) for a, b in zip(one.after or (), other.after or (), strict=False)]
    return all(changed) and near(one.value, other.value, call, "value")


def near(one: Any, other: Any, call: Call, what: str) -> bool:
    several = isinstance(one, (tuple, list)) and isinstance(other, (tuple, list))
    if several and any(isinstance(item, np.ndarray) for item in (*one, *other)):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(near(a, b, call, what) for a, b in pairs)
    try:
        a, b = np.asarray(one), np.asarray(other)
    except ValueError:
        return False
    if a.shape != b.shape or a.dtype.kind not in "fiub" or b.dtype.kind not in "fiub":
        return False
    if "f" not in (a.dtype.kind, b.dtype.kind) or a.size == 0:  # of an empty array the dtype is all there is
        return a.dtype.kind == b.dtype.kind and bool(np.array_equal(a, b))
    allowed = tolerance(precision_of([*call.values, a, b]), what)
    return bool(np.allclose(a, b, rtol=10 * allowed.relative, atol=10 * allowed.absolute, equal_nan=True))


def _error_name(failure: Failure) -> str:
    """What was raised; shapes that do not fit are a ValueError in NumPy and a RuntimeError in PyTorch."""
    if failure.outcome == "raised" and _SHAPES.search(failure.message):
        return "shapes"
    return failure.message.partition(":")[0].split(" at line ")[0] if failure.outcome == "raised" else ""


def _small(call: Call) -> bool:
    return sum(value.nbytes for value in call.values if isinstance(value, np.ndarray)) <= MOST_BYTES
