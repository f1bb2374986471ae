"""Calls that may take little memory: what fits, what does not, and that no answer gets out of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kb.bank import load_one, roots
from kb.grader import Answer, Zygotes, grade_many
from kb.grader.cases.caller import Caller
from kb.grader.cases.solution import Solution
from kb.grader.model.outcome import Failure
from kb.grader.process.connect import connect
from kb.grader.process.here import LocalLink
from kb.grader.process.memory import limit_data

LITTLE, MUCH = 8 << 20, 64 << 20
# The sum of `count` numbers, which takes 8 bytes for each of them.
SUM = "import numpy as np\ndef total(count):\n    return np.ones(int(count)).sum()\n"
TORCH = SUM.replace("numpy as np", "torch").replace(
    "np.ones(int(count))", "torch.ones(int(count), dtype=torch.float64)"
)
LISTS = "def total(count):\n    return float(sum([float(i > -1) for i in range(int(count))]))\n"
STUBBORN = (
    SUM.replace("    return", "    lift()\n    return")
    + """
import resource

def lift():
    for limits in [(1 << 40, 1 << 40), (resource.RLIM_INFINITY, resource.RLIM_INFINITY)]:
        try:
            resource.setrlimit(resource.RLIMIT_DATA, limits)
        except (OSError, ValueError):
            pass
"""
)
FILE = SUM.replace("np.ones(int(count))", "np.memmap('kept', 'f8', 'w+', shape=int(count))")
FILE = FILE.replace(".sum()", ".sum() + count")
SHARED = "import mmap\n" + SUM.replace("np.ones(int(count))", "np.frombuffer(mmap.mmap(-1, 8 * int(count)))")
SHARED = SHARED.replace(".sum()", ".sum() + count")
SLOW = SUM.replace("    return", "    time.sleep(0.3)\n    return") + "import time\n"
ATTENTION = """
import time
import numpy as np


def online_softmax_attention(q, k, v, block):
    time.sleep({seconds})
    s = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e @ v / e.sum(axis=-1, keepdims=True)
"""

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux limits the memory of a process that runs"
)
Make = Callable[..., Solution]


@pytest.fixture
def make(zygotes: Zygotes) -> Iterator[Make]:
    """What a case gets, for an answer written on the spot."""
    links: list[Any] = []

    def made(source: str) -> Solution:
        answer = Answer(Path("answer.py"), source)

        mine: list[Any] = []

        def start() -> Any:
            if not mine or not mine[-1].usable:
                mine.append(connect(zygotes.get(answer.library), answer, "total", 0, "cpu"))
                links.append(mine[-1])
            return mine[-1]

        return Solution(Caller(start, "total", answer.library))

    yield made
    for link in links:
        link.close()


@pytest.mark.parametrize("source", [SUM, TORCH], ids=["NumPy", "PyTorch"])
def test_what_fits_passes(make: Make, source: str) -> None:
    solution = make(source)
    solution(10).close(10.0)
    solution.in_memory(LITTLE, 500_000).close(500_000.0)  # 4 MB


@pytest.mark.parametrize(
    ("source", "count"),
    [
        pytest.param(SUM, 2_000_000, id="NumPy: 16 MB"),
        pytest.param(TORCH, 2_000_000, id="PyTorch: 16 MB"),
        pytest.param(LISTS, 500_000, id="a list: 16 MB"),
        pytest.param(SLOW, 2_000_000, id="slowness is no way out"),
        pytest.param(STUBBORN, 2_000_000, id="lifting the limit is none either"),
    ],
)
def test_what_does_not_fit_is_out_of_memory(make: Make, source: str, count: int) -> None:
    solution = make(source)
    solution(10).close(10.0)
    with pytest.raises(Failure) as caught:
        solution.in_memory(LITTLE, count)
    assert caught.value.outcome == "out of memory"
    assert caught.value.message.startswith(
        "this call is left 8 MiB; it asked for more memory than it may have"
    )
    assert solution._caller.evidence.call.memory == LITTLE
    solution = make(source)
    solution.in_memory(MUCH, count).close(float(count))


@pytest.mark.parametrize("source", [FILE, SHARED], ids=["a file of its own", "shared memory"])
def test_what_is_not_counted_cannot_be_had(make: Make, source: str) -> None:
    solution = make(source)
    with pytest.raises(Failure) as caught:
        solution.in_memory(LITTLE, 2_000_000)  # 16 MB
    assert caught.value.outcome == "raised"
    assert "PermissionError" in caught.value.message or "File too large" in caught.value.message


def test_a_file_of_its_own_is_allowed_where_memory_is_not_counted(make: Make) -> None:
    make(FILE)(2_000_000).close(2e6)


def test_the_next_call_has_all_its_memory_again(make: Make) -> None:
    solution = make(SUM)
    first = solution._caller.start()
    solution.in_memory(LITTLE, 10).close(10.0)
    assert not first.usable
    solution(2_000_000).close(2e6)
    assert solution._caller.start() is not first


def test_a_reference_here_is_not_limited() -> None:
    solution = Solution(
        Caller(lambda: LocalLink(lambda count: np.ones(count).sum(), "numpy"), "total", "numpy")
    )  # type: ignore[arg-type, return-value]
    solution.in_memory(LITTLE, 2_000_000).close(2e6)
    solution(2_000_000).close(2e6)


def test_a_process_that_is_gone_is_left_alone() -> None:
    assert not limit_data(1 << 22, LITTLE)  # above the largest id that Linux gives


@pytest.mark.parametrize("seconds", [0, 0.2], ids=["at once", "after a nap at every call"])
def test_all_scores_of_attention_are_too_many(zygotes: Zygotes, seconds: float) -> None:
    """Right everywhere else; a nap used to spare an answer the case of the memory."""
    exercise = load_one(roots(None), "attention/online_softmax_attention")
    answer = Answer(Path("answer.py"), ATTENTION.format(seconds=seconds))
    verdict = grade_many([answer], exercise, seed=1, zygotes=zygotes)[0]
    assert [(test.id, test.outcome) for test in verdict.failed] == [("test_speed_of_memory", "out of memory")]
