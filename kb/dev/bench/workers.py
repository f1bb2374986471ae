"""The cost of one worker: from the fork to the loaded answer, and the round trip of a call."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from kb.dev.bench.row import Row, median
from kb.grader import Answer
from kb.grader.model.device import CPU
from kb.grader.process.calls import Call, perform
from kb.grader.process.connect import connect
from kb.grader.process.here import LocalLink
from kb.grader.process.layers import NAMES
from kb.grader.process.source import Library
from kb.grader.process.zygote import Zygote

START, CALLS = "A worker, from the fork to the loaded answer", "A call there and back"
SIZES = {"25 KB": 25_000, "4 MB": 4_000_000}
ECHO = "def echo(x):\n    return x\n"


def echo(x: object) -> object:
    return x


def timed(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def measure(libraries: Sequence[Library], rounds: int) -> Iterator[Row]:
    for library in libraries:
        yield _starts(library, rounds)
    for name, size in SIZES.items():
        yield _calls(name, np.zeros(size // 8), rounds)


def _answer(library: Library) -> Answer:
    return Answer(Path("echo.py"), ("import torch\n" if library == "torch" else "") + ECHO)


def _starts(library: Library, rounds: int) -> Row:
    """With all layers of this machine and without any, in turns."""
    answer = _answer(library)
    took: dict[bool, list[float]] = {True: [], False: []}
    with ExitStack() as stack:
        zygotes = {
            True: stack.enter_context(Zygote(library)),
            False: stack.enter_context(Zygote(library, without=frozenset(NAMES))),
        }
        for _ in range(rounds + 2):
            for confined, zygote in zygotes.items():
                begun = time.perf_counter()
                link = connect(zygote, answer, "echo", 0, CPU)
                took[confined].append(time.perf_counter() - begun)
                link.close()
        count = len(zygotes[True].layers)
    name = f"{'PyTorch' if library == 'torch' else 'NumPy'}, {count} layers of {len(NAMES)}"
    bare = median(took[False][2:])
    return Row(START, name, median(took[True][2:]), "s", "the same without a layer", bare, None, rounds)


def _calls(name: str, array: np.ndarray, rounds: int) -> Row:
    """An array that is sent, and comes back twice: as the result, and as the argument after the call."""
    call, here = Call((array,)), LocalLink(echo, "numpy")
    with Zygote("numpy") as zygote:
        link = connect(zygote, _answer("numpy"), "echo", 0, CPU)
        took = [
            (timed(lambda: perform(link, call)), timed(lambda: perform(here, call)))
            for _ in range(rounds + 2)
        ][2:]
        link.close()
    there, stayed = (median(values) for values in zip(*took, strict=True))
    return Row(CALLS, name, there, "s", "the same within this process", stayed, None, rounds)
