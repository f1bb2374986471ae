"""A reference in this process, behind the worker's own code: it sees arguments exactly as an answer does."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from kb.grader.model.device import CPU
from kb.grader.model.limits import LIMITS
from kb.grader.process.source import Library
from kb.grader.worker import serve


class LocalLink:
    """What a Link is to a worker, for a function or a class in this process."""

    limits = LIMITS

    def __init__(self, function: Callable[..., Any], library: Library):
        self.pid = os.getpid()
        self.printed = bytearray()
        self.usable = True
        self._server = serve.Server({"library": library, "device": CPU, "name": "reference"})
        self._server.entry, self._server.name = function, getattr(function, "__name__", "the reference")

    def exchange(
        self, header: dict[str, Any], buffers: list[Any], seconds: float
    ) -> tuple[dict[str, Any], bytes]:
        body = memoryview(b"".join(buffers))
        try:
            reply, results = self._server.perform(header, body)
        except Exception as error:
            reply, results = serve.describe(error, "reference"), []
        return reply, b"".join(results)

    def leave_memory(self, extra: int) -> None:
        """Nothing: the memory of this process is not the reference's alone."""

    def close(self) -> None:
        pass
