"""State that a pool process keeps from one exercise to the next: importing torch costs as much as forty answers."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.util import Finalize

from kb.grader import Zygotes
from kb.grader.model.limits import LIMITS, Limits
from kb.grader.process.pooled import one_thread


@contextmanager
def pool() -> Iterator[ProcessPoolExecutor]:
    """Processes that prove exercises, as many as there are processors; spawned, for a fork would inherit whatever
    torch has started in this one.
    """
    with (
        one_thread(),
        ProcessPoolExecutor(min(os.cpu_count() or 1, 8), mp_context=get_context("spawn")) as made,
    ):
        yield made


@functools.cache
def zygotes(limits: Limits = LIMITS) -> Zygotes:
    """What workers with these limits are forked from, until this process ends."""
    made = Zygotes(limits)
    Finalize(None, made.close, exitpriority=100)  # also where a process ends without its atexit functions
    return made
