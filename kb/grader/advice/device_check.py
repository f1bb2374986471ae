"""Would an answer in PyTorch that passed on the CPU run on a GPU? Some of its calls are repeated on a pretended one.

This happens in a worker of its own, after all tests have passed, and never changes the outcome: what it finds is a
warning. The worker's side is ``worker/pretend``. Requests are repeated as they were sent, so functions,
gradients and modules need no code of their own here.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

from kb.grader.answer.file import Answer
from kb.grader.compare.describe import clean
from kb.grader.model.device import CPU
from kb.grader.model.outcome import DeviceError, Failure, GraderError
from kb.grader.process.connect import connect
from kb.grader.process.link import Link
from kb.grader.process.source import Source

MOST_CALLS = 12  # of functions, or of objects with all that is asked of them
MOST_OF_ONE = 24  # requests about one object
MOST_BYTES = 1 << 16  # of values in one request
SECONDS = 3.0  # for one request: they are small, but the first may have PyTorch import some more of itself
ALTOGETHER = 0.06  # after which no further call is made: what is missing then is a warning, not a verdict
MOST_WARNINGS = 3


@dataclass
class Group:
    """One call of a function, or all requests about the objects of one test."""

    requests: list[tuple[dict[str, Any], list[Any]]] = field(default_factory=list)
    small: bool = True

    @property
    def gradient(self) -> bool:
        return any("gradient" in header for header, _ in self.requests)

    @property
    def signature(self) -> str:
        """The same for groups that ask the same of values of the same shapes."""
        headers = [{**header, "object": None} for header, _ in self.requests]
        return json.dumps(headers, sort_keys=True)


class Recording:
    """The requests of an attempt that were answered, as far as they are small."""

    def __init__(self) -> None:
        self._groups: dict[Any, Group] = {}

    def add(self, header: dict[str, Any], buffers: list[Any]) -> None:
        about = header.get("object")
        key = len(self._groups) if about is None else ("objects of", about[0])
        group = self._groups.setdefault(key, Group())
        # A request that is left out would leave an object behind that is not the one that the test had.
        group.small &= sum(map(len, buffers)) <= MOST_BYTES and len(group.requests) < MOST_OF_ONE
        if group.small:
            group.requests.append((header, buffers))

    def chosen(self) -> list[Group]:
        """Different ones, from the first tests to the last, a third of them with gradients where there are any.

        Not those without a single array: there no input says which device is meant.
        """
        asked = [group for group in self._groups.values() if any(buffers for _, buffers in group.requests)]
        different = list({group.signature: group for group in asked}.values())
        with_gradient = _spread([g for g in different if g.gradient], MOST_CALLS // 3)
        rest = MOST_CALLS - len(with_gradient)
        return with_gradient + _spread([g for g in different if not g.gradient], rest)


def _spread(groups: list[Group], count: int) -> list[Group]:
    """``count`` of them, evenly from the first to the last."""
    if len(groups) <= count:
        return groups
    return [groups[i * (len(groups) - 1) // (count - 1)] for i in range(count)]


def check(source: Source, answer: Answer, entry: str, seed: int, recording: Recording) -> tuple[str, ...]:
    """The warnings about an answer that passed; what goes wrong here says nothing about the answer."""
    groups = recording.chosen()
    if not groups:
        return ()
    try:
        link = connect(source, answer, entry, seed, CPU, pretend=True)
    except (Failure, DeviceError, GraderError, OSError) as error:
        return (_unclear(error),)
    try:
        return _warnings(link, groups)
    except (Failure, DeviceError, GraderError, OSError) as error:
        return (_unclear(error),)
    finally:
        link.close()


def _warnings(link: Link, groups: list[Group]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    unclear: dict[str, None] = {}
    until = time.monotonic() + ALTOGETHER
    for group in groups:
        if time.monotonic() > until:
            break
        for header, buffers in group.requests:
            reply, _ = link.exchange(header, buffers, SECONDS)
            line, advice = reply.get("line"), reply.get("advice")
            at = f"line {line}" if type(line) is int and 0 < line < 1 << 24 else ""
            if isinstance(advice, str):
                found[": ".join(filter(None, [at, clean(advice, 200)]))] = None
            elif "ok" not in reply or isinstance(reply.get("unclear"), str):
                why = clean(str(reply.get("unclear", "no answer")), 200)
                unclear[_unclear(": ".join(filter(None, [at, why])))] = None
            else:
                continue
            break
    return tuple(found)[:MOST_WARNINGS] or tuple(unclear)[:1]


def _unclear(why: object) -> str:
    said = clean(str(why).partition("\n")[0], 200)
    return f"could not check whether it runs on a GPU: {said}"
