"""One worker, as the grader sees it: frames out, frames in, a deadline, and the power to kill.

Everything that comes back is treated as hostile. While a frame travels in either direction the worker's output is
drained and counted, so that a flood of prints neither blocks nor fills anything.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
from typing import Any

from kb.grader.model.device import CPU
from kb.grader.model.limits import Limits
from kb.grader.model.outcome import Failure, GivenUp, GraderError
from kb.grader.process import interrupt
from kb.grader.process.effort import Deadline, Effort
from kb.grader.process.memory import limit_data
from kb.grader.process.source import Source
from kb.grader.worker import wire

KEPT_OUTPUT = 64 << 10
AT_ONCE = 64 << 10  # bytes that are asked for, even when fewer are expected


def used_up(limits: Limits) -> Failure:
    """The failure of an answer that took too long in all, though no call did."""
    total = f"{limits.total_seconds:g} s"
    return Failure(
        "timeout", f"loading and all calls together took more than {total}; find out which calls are slow"
    )


class Link:
    """A forked worker. ``exchange`` sends a request and returns the reply, or raises Failure."""

    def __init__(self, source: Source, name: str, device: str = CPU):
        self.source, self.limits = source, source.limits
        self.printed = bytearray()
        self._printed_bytes = 0
        self._channel, self._output, self.pid = source.fork(name, device)
        self._channel.setblocking(False)
        os.set_blocking(self._output, False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._output, selectors.EVENT_READ, "output")
        self._selector.register(self._channel, selectors.EVENT_READ, "channel")
        self._early = b""  # bytes that arrived after a reply
        self._open = True
        self.usable = True  # False from the moment that a reply is missing or invalid
        self._last = False  # whether the next request is the last one
        self.orphaned = False  # whether the zygote had ended before the worker
        self.allowance = self.limits.total_seconds  # what is left for all further requests together
        self.recorder: Any = None  # told every request that was answered

    def exchange(
        self, header: dict[str, Any], buffers: list[Any], seconds: float
    ) -> tuple[dict[str, Any], bytes]:
        """Send one frame, receive one; ``seconds`` is for both together, and no wait for a processor counts."""
        effort = Effort(self.pid, os.getpid())
        try:
            return self._exchange(header, buffers, Deadline(min(seconds, self.allowance), effort), seconds)
        except wire.WireError as error:
            raise Failure("protocol", f"invalid reply: {error}") from None
        finally:
            self.allowance = max(0.0, self.allowance - effort.seconds)

    def _exchange(
        self, header: dict[str, Any], buffers: list[Any], deadline: Deadline, seconds: float
    ) -> tuple[dict[str, Any], bytes]:
        self.usable = False
        unsent = memoryview(wire.pack(header, buffers))
        asked_header, asked_body = wire.lengths(bytes(unsent[: wire.PREFIX.size]))
        most = asked_header + wire.MAX_REPLY_HEADER, asked_body + self.limits.result_bytes
        unsent = unsent[self._send(unsent) :]  # nearly always all of it
        if unsent:
            self._selector.modify(self._channel, selectors.EVENT_READ | selectors.EVENT_WRITE, "channel")
        received = bytearray(self._early)
        header_size: int | None = None
        wanted = wire.PREFIX.size
        while True:
            if header_size is None and len(received) >= wire.PREFIX.size:
                header_size, body_size = wire.lengths(bytes(received[: wire.PREFIX.size]), *most)
                wanted += header_size + body_size
            if len(received) >= wanted:
                break
            for key, events in self._ready(deadline, seconds):
                if key.data == "output":
                    self._drain()
                elif events & selectors.EVENT_READ:
                    received += self._receive(max(AT_ONCE, wanted - len(received)))
                elif unsent:
                    unsent = unsent[self._send(unsent) :]
                    if not unsent:
                        self._selector.modify(self._channel, selectors.EVENT_READ, "channel")
        self._early = bytes(received[wanted:])
        if unsent:
            raise Failure("protocol", "the reply came before all of the request was read")
        self._drain()
        start = wire.PREFIX.size
        assert header_size is not None
        reply = wire.parse_header(bytes(received[start : start + header_size]))
        error = reply.get("error")
        # Of a forbidden call the worker tells with its last breath.
        ended = isinstance(error, dict) and error.get("kind") == "forbidden call"
        self.usable = not (self._last or ended)
        if self.recorder is not None and "error" not in reply:
            self.recorder.add(header, buffers)
        return reply, bytes(received[start + header_size : wanted])

    def leave_memory(self, extra: int) -> None:
        """Leave the worker ``extra`` bytes beyond what it has now, for one more request.

        The limit is set from here, where the answer can neither see nor lift it. Where the system has no such limits
        (macOS, Windows), this does nothing.
        """
        self._last = True
        if self.source.alive:
            limit_data(self.pid, extra)

    @property
    def output(self) -> int:
        """The reading end of what the worker, and whatever it starts, prints."""
        return self._output

    def close(self) -> None:
        """Kill the worker and all that it started, and reap it."""
        if self._open:
            self._shut()
            self._kill()

    def _shut(self) -> None:
        self._open = False
        self._selector.close()
        self._channel.close()
        os.close(self._output)

    def _kill(self) -> None:
        # The whole group, and before the leader is reaped: until then its number cannot belong to anybody else. Only
        # the zygote reaps it; with the zygote it ends by itself, and the number may soon be another's.
        if self.source.alive:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        try:
            gone = self.source.reap(self.pid, 10 * self.limits.end_seconds)
        except GraderError:
            gone = self.orphaned = not self.source.alive
        if not gone:
            raise GraderError(f"worker {self.pid} cannot be killed")

    def _ready(self, deadline: Deadline, seconds: float) -> list[tuple[selectors.SelectorKey, int]]:
        interrupt.check()
        if interrupt.given_up():
            self.close()
            raise GivenUp("the file was saved again")
        left = deadline.left()
        # One look more when time is up: a reply may have come while this process waited for a processor.
        events = [] if deadline.passed else self._selector.select(min(left, interrupt.PATIENCE))
        deadline.passed = not left
        if not events and deadline.passed:
            self.close()
            if self.allowance < seconds:
                raise used_up(self.limits)
            raise Failure(
                "timeout", f"no result after {seconds:g} s; an endless loop, or a far too slow algorithm"
            )
        return events

    def _receive(self, wanted: int) -> bytes:
        try:
            part = self._channel.recv(min(wanted, 1 << 20))
        except BlockingIOError:
            return b""
        except OSError:
            part = b""
        if not part:
            raise self._death()
        return part

    def _send(self, unsent: memoryview) -> int:
        try:
            return self._channel.send(unsent[: 1 << 20])
        except BlockingIOError:
            return 0
        except OSError:
            raise self._death() from None

    def _drain(self) -> None:
        while self._open:
            try:
                part = os.read(self._output, 1 << 16)
            except BlockingIOError:
                return
            if not part:
                if self._output in self._selector.get_map():
                    self._selector.unregister(self._output)
                return
            self._printed_bytes += len(part)
            self.printed += part[: max(0, KEPT_OUTPUT - len(self.printed))]
            if self._printed_bytes > self.limits.output_bytes:
                self.close()
                cap = self.limits.output_bytes >> 20
                raise Failure(
                    "too much output", f"it printed more than {cap} MB; take the prints out of the loops"
                )

    def _status(self) -> int | None:
        """How the worker ended; None where it goes on without its channel."""
        deadline = Deadline(self.limits.end_seconds, Effort(self.pid, os.getpid()))
        status = self.source.wait(self.pid, self.limits.end_seconds)
        while status is None and (left := deadline.left()):
            status = self.source.wait(self.pid, left)
        return status

    def _death(self) -> Failure:
        """The channel is closed and no reply came: say how the worker ended."""
        self._drain()
        try:
            status = self._status()
        except GraderError:
            if self.source.alive:
                raise
            # Nobody but the answer had a reason to end the process that it was forked from.
            self.close()
            return Failure("crashed", "the answer ended the process that it was started from")
        self.close()
        if status is None:
            return Failure("protocol", "the answer closed the channel to the grader")
        if status >= 0:
            return Failure(
                "exited", f"the answer ended its process with status {status}; it must return a value"
            )
        name = signal.Signals(-status).name
        if -status == signal.SIGXCPU:
            return Failure("timeout", "the answer used up its processor time")
        return Failure("crashed", f"the process of the answer was ended by {name}")
