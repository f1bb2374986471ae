"""The toy exercise, whose verdicts can be derived by hand, and answers written on the spot."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.bank import load_one
from kb.bank.model.question import Code
from kb.grader import Answer, Verdict, Zygotes, grade_many
from kb.grader.model.device import ACCELERATORS
from kb.grader.model.limits import Limits

HERE = Path(__file__).parent
sys.path.append(str(HERE))  # corpus.py and arena.py, which a program imports as well
LIMITS = Limits(load_seconds=4.0, call_seconds=3.0, memory_bytes=1 << 29)


@pytest.fixture(scope="session")
def toy() -> Code:
    return load_one((HERE / "toybank",), "toy/scale")


@pytest.fixture(scope="session")
def zygotes() -> Iterator[Zygotes]:
    with Zygotes(LIMITS) as running:
        yield running


@pytest.fixture
def grade_text(toy: Code, zygotes: Zygotes) -> Callable[..., Verdict]:
    """Grade the text of an answer to the toy exercise."""

    def grade(source: str, exercise: Code = toy) -> Verdict:
        answer = Answer(Path("answer.py"), source)
        return grade_many([answer], exercise, seed=1, zygotes=zygotes)[0]

    return grade


@pytest.fixture(scope="session")
def accelerator() -> str:
    """The device for tests marked ``gpu``; they are skipped where there is none, and fail with KB_REQUIRE_GPU=1."""
    torch = pytest.importorskip("torch")
    for device in ACCELERATORS:
        backend = torch.backends.mps if device == "mps" else getattr(torch, device)
        if backend.is_available():
            return device
    why = f"this torch ({torch.__version__}) finds no {' and no '.join(ACCELERATORS)} device"
    if os.environ.get("KB_REQUIRE_GPU") == "1":
        pytest.fail(why)
    pytest.skip(why)
