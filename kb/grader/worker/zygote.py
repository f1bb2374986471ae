"""The warm process that workers are forked from: ``python -I zygote.py FD LIBRARY``.

It imports NumPy, and torch when LIBRARY says so, runs no operation with them, and waits for orders on the
socket FD: ``fork`` (with the worker's channel and the end of its output pipe as ancillary file descriptors),
``wait`` and ``reap``. It never executes an answer. A torch that has run a single operation keeps a thread
pool that a fork does not copy, and the children hang; so: import only, one thread.
"""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import struct
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).resolve().parent
# What answers import anyway, and what NumPy itself would only load at first use: paid once, not in every worker.
WARM = ("numpy.random", "numpy.linalg", "dataclasses", "functools", "itertools", "math", "typing")


class NotHere:
    """Refuses imports of this project: its references are the answers."""

    names = ("kb", "questions", "tests")

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        if name.partition(".")[0] in self.names:
            raise ImportError(f"{name} holds the reference solutions; write the function yourself")


def load(path: Path) -> ModuleType:
    """A module by its file, without a package around it and without a search path."""
    spec = importlib.util.spec_from_file_location(f"_grader_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


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


def wait(pid: int, seconds: float) -> int | None:
    """As ``ended``, after at most ``seconds``."""
    deadline = time.monotonic() + seconds
    pause = 0.0005
    while (status := ended(pid)) is None and time.monotonic() < deadline:
        time.sleep(pause)
        pause = min(pause * 2, 0.02)
    return status


def reap(pid: int, seconds: float) -> int | None:
    """As ``wait``, and the process id is free afterwards."""
    status = wait(pid, seconds)
    if status is not None:
        os.waitpid(pid, 0)
    return status


def fork(
    fds: list[int], order: dict[str, Any], orders: socket.socket, wire: Any, serve: Any, confine: Any
) -> int:
    """Fork one worker; the child never returns from here."""
    channel, output = fds
    pid = os.fork()
    if pid:
        os.close(channel)
        os.close(output)
        return pid
    status = 70
    try:
        orders.close()
        confine.enter(channel, output, order["scratch"], order["limits"])
        status = serve.serve(channel, wire, order)
    finally:
        os._exit(status)


def main() -> int:
    orders = socket.socket(fileno=int(sys.argv[1]))
    library = sys.argv[2]
    sys.meta_path.insert(0, NotHere())
    sys.dont_write_bytecode = True
    wire = load(HERE.parent / "wire.py")
    confine, serve = load(HERE / "confine.py"), load(HERE / "serve.py")
    confine.die_with_parent()
    for name in WARM:
        importlib.import_module(name)
    if library == "torch":
        import torch

        torch.set_num_threads(1)
        # What the first backward pass would import, a third of a second, in every worker that asks for a gradient.
        importlib.import_module("torch.fx.experimental.symbolic_shapes")
    send(orders, {"ready": True, "layers": confine.layers()})
    while True:
        order, fds = receive(orders)
        if order is None:
            return 0
        if order["op"] == "fork":
            send(orders, {"pid": fork(fds, order, orders, wire, serve, confine)})
        else:
            ending = reap if order["op"] == "reap" else wait
            send(orders, {"status": ending(order["pid"], order["seconds"])})


if __name__ == "__main__":
    sys.exit(main())
