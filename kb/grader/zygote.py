"""The grader's hold on a zygote: start it early, ask it for workers, end it."""

from __future__ import annotations

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
from typing import Any, Literal

from kb.grader.limits import LIMITS, Limits
from kb.grader.outcome import GraderError

Library = Literal["numpy", "torch"]
PROGRAM = Path(__file__).parent / "worker" / "zygote.py"
# One thread each: a worker is forked, and two graders share a machine better than two thread pools.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "LC_ALL": "C.UTF-8",
}
KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "CUDA_VISIBLE_DEVICES")


class Zygote:
    """A warm process of one library. Use it as a context manager, or call ``close``."""

    def __init__(
        self, library: Library = "numpy", limits: Limits = LIMITS, without: frozenset[str] = frozenset()
    ):
        self.library: Library = library
        self.limits = limits
        self.without = without  # layers of the sandbox that are left out, for tests of each of them
        self.layers: list[str] = []
        self.missing: dict[str, str] = {}  # layers that this machine does not offer, and why
        self._ready = False
        self._scratch = tempfile.mkdtemp(prefix="kb-grader-")
        self._orders, theirs = socket.socketpair()
        self._orders.settimeout(60)
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        environment |= ENVIRONMENT | {"HOME": self._scratch, "TMPDIR": self._scratch}
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-B", str(PROGRAM), str(theirs.fileno()), library],
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

    def fork(self, name: str, device: str = "cpu") -> tuple[socket.socket, int, int]:
        """A new worker: its channel, the reading end of its output, its process id."""
        self._wait_until_ready()
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
        status = self._ask({"op": "wait", "pid": pid, "seconds": seconds}, [])["status"]
        return None if status is None else int(status)

    def reap(self, pid: int, seconds: float) -> bool:
        """Free the process id of a killed worker; False when it has not ended after ``seconds``."""
        return self._ask({"op": "reap", "pid": pid, "seconds": seconds}, [])["status"] is not None

    def close(self) -> None:
        """End the zygote and everything it started, and remove its scratch folder."""
        self._orders.close()
        self._process.kill()  # it has nothing to save, and an interpreter full of torch takes half a second to leave
        self._process.wait()
        if self._process.stderr is not None:
            self._process.stderr.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _wait_until_ready(self) -> None:
        if not self._ready:
            self.layers = list(self._receive()["layers"])
            self._ready = True

    def _ask(self, order: dict[str, Any], fds: list[int]) -> dict[str, Any]:
        raw = json.dumps(order).encode()
        try:
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
            raise GraderError(self._why_it_ended(error)) from None
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
        said = self._process.stderr.read().decode(errors="replace").strip() if self._process.stderr else ""
        last = said.splitlines()[-1] if said else "it said nothing"
        how = signal.Signals(-status).name if status < 0 else f"exit status {status}"
        return f"the process that workers are forked from ended ({how}): {last}"


class Zygotes:
    """At most one zygote for each library, started when first needed."""

    def __init__(self, limits: Limits = LIMITS, without: frozenset[str] = frozenset()) -> None:
        self._limits, self._without = limits, without
        self._running: dict[Library, Zygote] = {}

    def get(self, library: Library) -> Zygote:
        running = self._running.get(library)
        if running is None or not running.alive:
            if running is not None:
                running.close()
            running = self._running[library] = Zygote(library, self._limits, self._without)
        return running

    def close(self) -> None:
        for running in self._running.values():
            running.close()
        self._running.clear()

    def __enter__(self) -> Zygotes:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
