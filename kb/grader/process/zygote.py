"""The grader's hold on a zygote: start it early, ask it for workers, end it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from kb.grader.model.device import CPU
from kb.grader.model.limits import LIMITS, Limits
from kb.grader.model.outcome import GraderError
from kb.grader.process.layers import checked, hidden
from kb.grader.process.source import Library, Worker
from kb.isolated import FOR_WORKERS, LIBRARIES

PROGRAM = Path(__file__).parents[1] / "worker" / "start.py"
# One thread each: a worker is forked, and two graders share a machine better than two thread pools.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
ENVIRONMENT = ONE_THREAD | {"LC_ALL": "C.UTF-8"}
KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "CUDA_VISIBLE_DEVICES")

START_SECONDS = 60.0  # imports of a cold disk


class Zygote:
    """A warm process of one library. Use it as a context manager, or call ``close``."""

    cold = False  # whether only the workers import the library

    def __init__(
        self,
        library: Library = "numpy",
        limits: Limits = LIMITS,
        without: frozenset[str] = frozenset(),
        hiding: tuple[str, ...] = (),
    ):
        self.library: Library = library
        self.limits = limits
        self.hiding = hiding
        self.without = checked(without)  # layers of the sandbox that are left out, for tests of each of them
        self.layers: list[str] = []
        self.missing: dict[str, str] = {}  # layers that this machine does not offer, and why
        self._ready = False
        self._standing: tuple[tuple[str, str], Worker] | None = None  # made ahead of need, and for whom
        self._scratch = tempfile.mkdtemp(prefix="kb-grader-")
        self._orders, theirs = socket.socketpair()
        self._orders.settimeout(START_SECONDS)
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        if FOR_WORKERS in os.environ:
            environment[LIBRARIES] = os.environ[FOR_WORKERS]
        environment |= ENVIRONMENT | {"HOME": self._scratch, "TMPDIR": self._scratch}
        unseen = sorted({*hidden(), *hiding})
        settings = {"without": sorted(without), "hidden": unseen, "scratch": self._scratch, "cold": self.cold}
        command = [sys.executable, "-I", str(PROGRAM)]
        with theirs:
            self._process = subprocess.Popen(
                [*command, str(theirs.fileno()), library, json.dumps(settings)],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=environment,
                cwd=self._scratch,
                start_new_session=True,  # Ctrl-C in a terminal is for the grader, which ends its workers itself
            )

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def prepare(self, name: str, device: str = CPU) -> None:
        """Have a worker stand ready for the next ``fork`` with these arguments, which then takes no time."""
        if self._standing is None:
            self._standing = (name, device), self._fork(name, device)

    def fork(self, name: str, device: str = CPU) -> Worker:
        """A new worker: its channel, the reading end of its output, its process id."""
        if self._standing is not None and self._standing[0] == (name, device):
            (channel, output, pid), self._standing = self._standing[1], None
            if self.alive and self.wait(pid, 0) is None:
                return channel, output, pid
            channel.close()
            os.close(output)
        return self._fork(name, device)

    def _fork(self, name: str, device: str) -> Worker:
        self.wait_until_ready()
        channel, theirs = socket.socketpair()
        reading, writing = os.pipe()
        order = {
            "op": "fork",
            "library": self.library,
            "device": device,
            "name": name,
            "scratch": self._scratch,
            "limits": self.limits.for_worker(),
        }
        try:
            with theirs:
                reply = self._ask(order, [theirs.fileno(), writing])
        except GraderError:
            channel.close()
            os.close(reading)
            raise
        finally:
            os.close(writing)
        return channel, reading, int(reply["pid"])

    def wait(self, pid: int, seconds: float) -> int | None:
        """The worker's exit status (negative: a signal), or None when it still runs after ``seconds``.

        The ended worker keeps its process id until ``reap``, so that its group can still be killed safely.
        """
        status = self._ask({"op": "wait", "pid": pid, "seconds": seconds}, [], seconds)["status"]
        return None if status is None else int(status)

    def reap(self, pid: int, seconds: float) -> bool:
        """Free the process id of a killed worker; False when it has not ended after ``seconds``."""
        return self._ask({"op": "reap", "pid": pid, "seconds": seconds}, [], seconds)["status"] is not None

    def close(self) -> None:
        """End the zygote and everything it started, and remove its scratch folder."""
        if self._ready and self.alive and "process namespace" not in self.layers:
            # Elsewhere the kernel ends them all with the zygote.
            with contextlib.suppress(GraderError):
                self._ask({"op": "end"}, [], 0.0)
        if self._standing is not None:
            self._standing[1][0].close()
            os.close(self._standing[1][1])
            self._standing = None
        self._orders.close()
        self._process.kill()  # it has nothing to save, and an interpreter full of torch takes half a second to leave
        self._process.wait()
        if self._process.stderr is not None:
            self._process.stderr.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def wait_until_ready(self) -> None:
        """From then on ``layers`` and ``missing`` are known.

        Raises:
            GraderError: it does not start.
        """
        if not self._ready:
            ready = self._receive()
            self.layers, self.missing = list(ready["layers"]), dict(ready["missing"])
            self._ready = True

    def _ask(self, order: dict[str, Any], fds: list[int], seconds: float = START_SECONDS) -> dict[str, Any]:
        """Send an order that may take so many seconds; a zygote that does not answer was stopped, and is ended."""
        raw = json.dumps(order).encode()
        try:
            self._orders.settimeout(seconds + 10 * self.limits.end_seconds)
            socket.send_fds(self._orders, [struct.pack("<I", len(raw))], fds)
            self._orders.sendall(raw)
        except OSError as error:
            raise GraderError(self._why_it_ended(error)) from None
        return self._receive()

    def _receive(self) -> dict[str, Any]:
        try:
            (size,) = struct.unpack("<I", self._exactly(4))
            reply: dict[str, Any] = json.loads(self._exactly(size))
        except OSError as error:
            if isinstance(error, TimeoutError):
                self._process.kill()
            raise GraderError(self._why_it_ended(error)) from None
        if "error" in reply:
            raise GraderError(str(reply["error"]))
        return reply

    def _exactly(self, size: int) -> bytes:
        raw = b""
        while len(raw) < size:
            part = self._orders.recv(size - len(raw))
            if not part:
                raise ConnectionResetError("it closed its socket")
            raw += part
        return raw

    def _why_it_ended(self, error: OSError) -> str:
        try:
            status = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return f"the process that workers are forked from does not answer ({error})"
        errors = self._process.stderr
        said = errors.read().decode(errors="replace").strip() if errors and not errors.closed else ""
        last = said.splitlines()[-1] if said else "it said nothing"
        how = signal.Signals(-status).name if status < 0 else f"exit status {status}"
        return f"the process that workers are forked from ended ({how}): {last}"
