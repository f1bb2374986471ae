"""Inside a worker: execute an answer's text, then call what it defines, with values that come over the wire.

Every reply is only ever a claim: the grader decodes it as hostile and compares the values itself.
"""

from __future__ import annotations

import builtins
import difflib
import importlib
import linecache
import random
import socket
import sys
import types
from typing import Any

import numpy as np

from . import devices, wire
from .forbidden import operators, refusal
from .gradients import Gradients
from .lines import line_of
from .objects import Key, Objects
from .pretend import device
from .values import Refused, Values

TEXT = 2000  # characters of a message that are worth sending


class Server:
    """The state of one worker: at most one loaded answer."""

    def __init__(self, order: dict[str, Any], fd: int = -1):
        torch = importlib.import_module("torch") if order["library"] == "torch" else None
        self.order = order
        self.values = Values(torch, order["device"])
        self.objects = Objects(self.values)
        self.entry: Any = None
        self.name = "the entry"
        self.loaded: dict[str, Any] | None = None
        self.tell = refusal.teller(fd)  # of a forbidden call
        self.pretence: device.Pretence | None = None  # of a device that is not there

    def load(self, header: dict[str, Any]) -> dict[str, Any]:
        """Execute the answer's text as a module and take its one entry."""
        self.check_device()
        if header["library"] != "torch":
            self.values.torch = None
        forbid, runtimes = header.get("forbid", ()), header.get("runtimes", ())
        operators.block(forbid, runtimes, header["name"], self.order["device"], self.tell)
        if header.get("pretend"):
            self.values = self.pretence = device.begin(self.values.torch, header["name"])
        self.loaded = header
        self.objects = Objects(self.values)
        self.execute(header)
        return {"ok": True}

    def execute(self, header: dict[str, Any]) -> None:
        name, entry = header["name"], header["entry"]
        self.seed(header["seed"])
        module = types.ModuleType("answer")
        module.__file__ = name
        module.__builtins__ = builtins  # type: ignore[attr-defined]
        sys.modules["answer"] = module
        source = header["source"]
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        exec(compile(source, name, "exec", dont_inherit=True), module.__dict__)
        if entry not in module.__dict__:
            near = difflib.get_close_matches(
                entry, [n for n in module.__dict__ if not n.startswith("__")], n=1
            )
            hint = f", but it defines `{near[0]}`; rename that" if near else ""
            raise Refused("entry missing", f"the file defines no `{entry}`{hint}")
        self.entry, self.name = module.__dict__[entry], entry
        if not callable(self.entry):
            raise Refused(
                "entry missing", f"`{entry}` is not a function but of type {type(self.entry).__name__}"
            )
        if entry[:1].isupper():
            self.objects.check_class(self.entry, entry)

    def begin_test(self, key: Key) -> None:
        """Execute the text again for the objects of a further test: what a class keeps for all of its objects is
        then as the file says, and a failure can be repeated from the steps of its own test."""
        if self.loaded is not None and self.objects.test not in (-1, key[0]):
            self.execute(self.loaded)

    def check_device(self) -> None:
        torch = self.values.torch
        if torch is not None and (why := devices.why_not(torch, self.order["device"])) is not None:
            raise Refused("device", why)

    def seed(self, seed: int) -> None:
        random.seed(seed)
        np.random.seed(seed)
        if self.values.torch is not None:
            devices.seed(self.values.torch, self.order["device"], seed)

    def perform(self, header: dict[str, Any], body: memoryview) -> tuple[dict[str, Any], list[Any]]:
        """Do what a request asks for; the reply, and the buffers of the values in it."""
        decoder, encoder = wire.Decoder(body), wire.Encoder()
        arguments = [self.values.argument(decoder, d) for d in header["args"]]
        named = {name: self.values.argument(decoder, d) for name, d in header["kwargs"].items()}
        op: str = header["op"]
        key: Any = header.get("object")
        reply: dict[str, Any] = {"ok": True}
        if op == "call":
            asked = self.gradients(header, decoder)
            target = self.entry if key is None else self.objects.method(key, header["name"])
            if asked is not None:
                named_weights = any(isinstance(which, str) for which in asked.wrt)
                asked.ask(arguments, self.objects.parameters(key) if named_weights else {})
            result = target(*arguments, **named)
            reply["result"] = self.values.result(encoder, result)
            if asked is not None:
                reply["gradients"] = [self.values.result(encoder, one) for one in asked.of_result(result)]
        elif op == "new":
            self.begin_test(key)
            self.objects.new(self.entry, self.name, key, arguments, named)
        else:
            reply |= self.objects.look(op, key, header["name"], arguments, named, encoder)
        if op in ("call", "new"):
            reply["after"] = [self.values.result(encoder, value) for value in (*arguments, *named.values())]
        return reply, encoder.buffers

    def gradients(self, header: dict[str, Any], decoder: wire.Decoder) -> Gradients | None:
        asked = header.get("gradient")
        if asked is None:
            return None
        cotangent = self.values.argument(decoder, asked["cotangent"])
        return Gradients(self.values.torch, asked["wrt"], cotangent, asked["of"])


def short(error: BaseException) -> str:
    try:
        return str(error)[:TEXT]
    except BaseException:  # a learner's __str__ may do anything
        return "(its text could not be made)"


def describe(error: BaseException, name: str) -> dict[str, Any]:
    """An exception of the answer as the grader wants to hear it."""
    line = line_of(error, name)
    if isinstance(error, SyntaxError) and error.filename == name:
        line = error.lineno
    kind = "raised"
    if isinstance(error, Refused):
        kind = error.kind
    elif isinstance(error, wire.Unsupported):
        kind = "unsupported"
    elif isinstance(error, wire.WireError):
        kind = "too large"
    elif isinstance(error, MemoryError) or "DefaultCPUAllocator" in short(error):
        kind = "out of memory"
    elif isinstance(error, SystemExit):
        kind = "exited"
    elif isinstance(error, ValueError) and "read-only" in short(error):
        kind = "changed its input"
    name = type(error).__name__[:TEXT]
    return {"error": {"kind": kind, "type": name, "message": short(error), "line": line}}


def read(channel: socket.socket, size: int) -> bytes:
    parts, left = [], size
    while left:
        part = channel.recv(min(left, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def serve(fd: int, order: dict[str, Any]) -> int:
    """Answer requests until the grader closes the channel."""
    channel = socket.socket(fileno=fd)
    server = Server(order, fd)
    more = order["limits"]["result_bytes"]
    while True:
        try:
            header_size, body_size = wire.lengths(read(channel, wire.PREFIX.size))
            header = wire.parse_header(read(channel, header_size))
            body = memoryview(read(channel, body_size))
        except EOFError:
            return 0
        buffers: list[Any] = []
        try:
            if header["op"] == "load":
                reply = server.load(header)
            elif server.pretence is not None:
                reply = server.pretence.perform(server.perform, header, body)
            else:
                reply, buffers = server.perform(header, body)
                devices.finish(server.values.torch, server.values.device)
            # Not more than the grader will take: what was asked comes back, and a result with it.
            frame = wire.pack(reply, buffers, header_size + wire.MAX_REPLY_HEADER, body_size + more)
        except BaseException as error:
            inside = server.loaded or order  # a worker may be given one text after another
            frame = wire.pack(describe(error, inside["name"]), [])
        sys.stdout.flush()
        sys.stderr.flush()
        channel.sendall(frame)
