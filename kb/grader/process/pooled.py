"""The environment in which processes of a pool are started."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from kb.grader.process.zygote import ONE_THREAD


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """Let processes that are started meanwhile use one thread each for arrays.

    References run in them, and threads that wait for each other take the processors from everybody. NumPy and torch
    read the environment when they are imported, which is before a process runs any code of its own choice.
    """
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
