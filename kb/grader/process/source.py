"""The interface of a source of workers, however they are started."""

from __future__ import annotations

import socket
from typing import Literal, Protocol

from kb.grader.model.device import CPU
from kb.grader.model.limits import Limits

Library = Literal["numpy", "torch"]
Worker = tuple[socket.socket, int, int]  # its channel, the reading end of its output, its process id


class Source(Protocol):
    """Starts workers of one library, and ends them."""

    library: Library
    limits: Limits
    layers: list[str]
    missing: dict[str, str]

    @property
    def alive(self) -> bool:
        """Whether it can be asked for workers."""

    def wait_until_ready(self) -> None:
        """From then on ``layers`` and ``missing`` are known.

        Raises:
            GraderError: it does not start.
        """

    def prepare(self, name: str, device: str = CPU) -> None:
        """Have a worker ready for the next ``fork`` with these arguments, where that saves time."""

    def fork(self, name: str, device: str = CPU) -> Worker:
        """A new worker: its channel, the reading end of its output, its process id."""

    def wait(self, pid: int, seconds: float) -> int | None:
        """The worker's exit status (negative: a signal), or None when it still runs after ``seconds``."""

    def reap(self, pid: int, seconds: float) -> bool:
        """Free the process id of a killed worker; False when it has not ended after ``seconds``."""

    def close(self) -> None:
        """End it and everything that it started."""
