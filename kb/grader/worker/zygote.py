"""The warm process that workers are forked from, started by ``start.py`` with FD LIBRARY SETTINGS.

It makes what it can of the sandbox, imports NumPy, and torch when LIBRARY says so, runs no operation with them, and
waits for orders on the socket FD: ``fork`` (with the worker's channel and the end of its output pipe as ancillary
file descriptors), ``wait``, ``reap`` and ``end``. It never executes an answer. A torch that has run a single
operation keeps a thread pool that a fork does not copy, and the children hang; so: import only, one thread.

SETTINGS is a JSON object: ``without``, layers to leave out; ``hidden``, folders that no worker may read; ``scratch``,
the folder in which workers have theirs, removed when this process has ended; ``cold``, import nothing here, and
everything in the worker: for devices whose driver does not survive a fork.
"""

from __future__ import annotations

import importlib
import json
import os
import select
import socket
import struct
import sys
import time
from collections.abc import Callable
from typing import Any

from .sandbox import confine, janitor, leftovers

# What answers import anyway, and what NumPy itself would only load at first use: paid once, not in every worker.
WARM = ("numpy.random", "numpy.linalg", "dataclasses", "functools", "itertools", "math", "typing")
REAP_SECONDS = 10.0


class NotHere:
    """Refuses imports of this project: its references are the answers."""

    names = ("kb", "questions", "tests")

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        if name.partition(".")[0] in self.names:
            raise ImportError(f"{name} holds the reference solutions; write the function yourself")


def send(orders: socket.socket, reply: dict[str, Any]) -> None:
    raw = json.dumps(reply).encode()
    orders.sendall(struct.pack("<I", len(raw)) + raw)


def receive(orders: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    """The next order and its file descriptors; None when the grader is gone."""
    prefix, fds, _, _ = socket.recv_fds(orders, 4, 4)
    while len(prefix) < 4:
        more = orders.recv(4 - len(prefix))
        if not more:
            return None, fds
        prefix += more
    (size,) = struct.unpack("<I", prefix)
    raw = b""
    while len(raw) < size:
        more = orders.recv(size - len(raw))
        if not more:
            return None, fds
        raw += more
    order: dict[str, Any] = json.loads(raw)
    return order, fds


def ended(pid: int) -> int | None:
    """The exit code of an ended worker (negative: a signal), which stays a zombie: its id cannot be reused yet."""
    found = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    if found is None:
        return None
    return found.si_status if found.si_code == os.CLD_EXITED else -found.si_status


def kernel_tells(pid: int, seconds: float) -> bool:
    """Sleep until the process has ended, at most ``seconds``; False where only looking again and again helps."""
    try:
        fd = os.pidfd_open(pid)
    except (AttributeError, OSError):  # macOS, an old kernel
        return False
    try:
        select.select([fd], [], [], max(0.0, seconds))
    finally:
        os.close(fd)
    return True


def wait(pid: int, seconds: float) -> int | None:
    """As ``ended``, after at most ``seconds``."""
    deadline = time.monotonic() + seconds
    if kernel_tells(pid, seconds):
        return ended(pid)
    pause = 0.0005
    while (status := ended(pid)) is None and time.monotonic() < deadline:
        time.sleep(pause)
        pause = min(pause * 2, 0.02)
    return status


class Zygote:
    """The state of this process: its sandbox, its modules, the folders of its workers."""

    def __init__(self, orders: socket.socket, library: str, settings: dict[str, Any]):
        self.orders, self.library = orders, library
        self.sandbox = confine.Sandbox(settings["without"], settings["hidden"])
        self.scratch: dict[int, str] = {}
        self.made = 0
        self.serve: Callable[[int, dict[str, Any]], int]
        self.cold = settings["cold"]
        if self.cold:
            self.sandbox.settle()
        else:
            self.warm_up()
        ready = {"ready": True, "layers": self.sandbox.layers, "missing": self.sandbox.missing}
        send(orders, ready)

    def warm_up(self) -> None:
        """Import what a worker needs, NumPy included: nothing of it earlier, for a cold zygote does without."""
        from .serve import serve

        self.serve = serve
        for name in WARM:
            importlib.import_module(name)
        if self.library == "torch":
            import torch

            torch.set_num_threads(1)
            # What the first backward pass would import, a third of a second, in every worker with a gradient.
            importlib.import_module("torch.fx.experimental.symbolic_shapes")
        sys.dont_write_bytecode = True  # what a worker imports later it may not write down
        self.sandbox.settle()

    def follow(self, order: dict[str, Any], fds: list[int]) -> dict[str, Any]:
        """Carry out one order."""
        pid = order.get("pid", 0)
        match order["op"]:
            case "fork":
                return self.fork(order, fds)
            case "wait":
                return {"status": wait(pid, order["seconds"])}
            case "reap":
                return {"status": self.reap(pid, order["seconds"])}
        for worker in list(self.scratch):
            self.reap(worker, REAP_SECONDS)
        return {"status": 0}

    def fork(self, order: dict[str, Any], fds: list[int]) -> dict[str, Any]:
        """Fork one worker, and tell of it once it is confined."""
        self.made += 1
        scratch = os.path.join(order["scratch"], str(self.made))
        reading, writing = os.pipe()
        trouble = ""
        try:
            os.mkdir(scratch, 0o700)
            pid = self.sandbox.fork()
        except OSError as error:
            pid, trouble = -1, f"no process can be started: {error}"
        if pid == 0:
            self.work(order, scratch, fds, writing)
        for fd in (*fds, writing):
            os.close(fd)
        self.scratch[pid] = scratch
        with open(reading, "rb") as file:
            if report := file.read().decode(errors="replace"):
                trouble = f"the worker could not be confined: {report}"
        if trouble:
            self.reap(pid, REAP_SECONDS)
            return {"error": trouble}
        return {"pid": pid}

    def work(self, order: dict[str, Any], scratch: str, fds: list[int], report: int) -> None:
        """The worker's life; never returns."""
        channel, output = fds
        status = 70
        try:
            try:
                self.sandbox.isolate((channel, report), output)
                if self.cold:
                    self.warm_up()
                self.sandbox.restrict(scratch, order["limits"], order["device"])
            except BaseException as error:
                os.write(report, f"{type(error).__name__}: {error}".encode()[:500])
                raise
            os.close(report)
            status = self.serve(channel, order)
        finally:
            os._exit(status)

    def reap(self, pid: int, seconds: float) -> int | None:
        """Kill the worker and all that is left of it, free its process id, remove its folder; None: not done."""
        deadline = time.monotonic() + seconds
        status: int | None = 0
        gone = True
        if pid > 0:
            self.sandbox.end(pid)
            status = wait(pid, seconds)
            if status is None:
                return None
            os.waitpid(pid, 0)
            gone = self.sandbox.forget(pid, max(0.1, deadline - time.monotonic()))
        leftovers.remove(self.scratch.pop(pid))
        return status if gone else None


def forget_paths(hidden: list[str]) -> None:
    """Look for no module below what is hidden, as where this project is installed from its checkout."""
    kept = [path for path in sys.path if not any(path == h or path.startswith(h + os.sep) for h in hidden)]
    roots = tuple({sys.prefix + os.sep, sys.base_prefix + os.sep})
    sys.path[:] = [path for path in sys.path if path in kept or path.startswith(roots)]


def main() -> int:
    orders = socket.socket(fileno=int(sys.argv[1]))
    settings = json.loads(sys.argv[3])
    sys.meta_path.insert(0, NotHere())
    forget_paths(settings["hidden"])
    janitor.start(settings["scratch"])
    zygote = Zygote(orders, sys.argv[2], settings)
    while True:
        order, fds = receive(orders)
        if order is None:
            return 0
        send(orders, zygote.follow(order, fds))
