"""Inside a worker: execute an answer's text, then call what it defines, with values that come over the wire.

Everything said here is only ever a claim: the grader decodes it as hostile and compares the values itself.
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

TEXT = 2000  # characters of a message that are worth sending


class Refused(Exception):
    """Something the grader should hear as ``kind``, with a sentence."""

    def __init__(self, kind: str, message: str):
        super().__init__(message)
        self.kind = kind


class Values:
    """Arguments and results of one request: arrays become tensors where the answer is written in torch."""

    def __init__(self, wire: Any, torch: Any, device: str):
        self.wire, self.torch, self.device = wire, torch, device

    def argument(self, decoder: Any, described: Any) -> Any:
        if isinstance(described, dict) and described.get("k") == "array":
            array = self.lay_out(decoder.array(described), described)
            return array if self.torch is None else self.torch.from_numpy(array).to(self.device)
        return decoder.value(described)

    def lay_out(self, array: np.ndarray, described: dict[str, Any]) -> np.ndarray:
        """Give the array the memory layout and the read-only flag that the case's own array had."""
        if described.get("layout") == "F":
            array = np.asfortranarray(array)
        elif described.get("layout") == "strided":
            wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype)
            wide[..., ::2] = array
            array = wide[..., ::2]
        if described.get("readonly") and self.torch is None:
            array.flags.writeable = False
        return array

    def result(self, encoder: Any, value: Any, depth: int = 0) -> Any:
        torch = self.torch or sys.modules.get("torch")
        if torch is not None and type(value) in (torch.Tensor, torch.nn.Parameter):
            return self.tensor(encoder, torch, value)
        if type(value) in (list, tuple) and depth < 16:
            items = [self.result(encoder, item, depth + 1) for item in value]
            return {"k": type(value).__name__, "v": items}
        return encoder.value(value, depth)

    def tensor(self, encoder: Any, torch: Any, value: Any) -> Any:
        if value.layout is not torch.strided or value.device.type == "meta":
            raise self.wire.Unsupported(
                f"a torch.Tensor without dense values ({value.layout}, {value.device})"
            )
        if value.dtype is torch.bfloat16:
            value = value.float()
        plain = value.detach().cpu().resolve_conj().resolve_neg()
        return encoder.array(plain.numpy(), kind="tensor")


class Server:
    """The state of one worker: at most one loaded answer."""

    def __init__(self, wire: Any, order: dict[str, Any]):
        torch = importlib.import_module("torch") if order["library"] == "torch" else None
        self.wire, self.order = wire, order
        self.values = Values(wire, torch, order["device"])
        self.entry: Any = None

    def load(self, header: dict[str, Any]) -> dict[str, Any]:
        """Execute the answer's text as a module and take its one entry."""
        name, entry = header["name"], header["entry"]
        self.check_device()
        self.seed(header["seed"])
        if header["library"] != "torch":
            self.values.torch = None
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
            hint = f", but `{near[0]}`: is it the name?" if near else ""
            raise Refused("entry missing", f"the file defines no `{entry}`{hint}")
        self.entry = module.__dict__[entry]
        if not callable(self.entry):
            raise Refused(
                "entry missing", f"`{entry}` is no function but of type {type(self.entry).__name__}"
            )
        return {"ok": True}

    def check_device(self) -> None:
        device, torch = self.order["device"], self.values.torch
        if torch is None or device == "cpu":
            return
        there = torch.cuda.is_available() if device == "cuda" else torch.backends.mps.is_available()
        if not there:
            raise Refused("device", f"this torch ({torch.__version__}) finds no {device} device")

    def seed(self, seed: int) -> None:
        random.seed(seed)
        np.random.seed(seed)
        if self.values.torch is not None:
            self.values.torch.manual_seed(seed)

    def call(self, header: dict[str, Any], body: memoryview) -> tuple[dict[str, Any], list[Any]]:
        """Call the entry; report its result, its gradient if asked, and the arguments after the call."""
        decoder = self.wire.Decoder(body)
        arguments = [self.values.argument(decoder, d) for d in header["args"]]
        named = {name: self.values.argument(decoder, d) for name, d in header["kwargs"].items()}
        asked = header.get("gradient")
        cotangent = self.values.argument(decoder, asked["cotangent"]) if asked else None
        if asked:
            arguments[asked["wrt"]].requires_grad_(True)
        result = self.entry(*arguments, **named)
        encoder = self.wire.Encoder()
        reply: dict[str, Any] = {"ok": True, "result": self.values.result(encoder, result)}
        if asked:
            gradient = self.backward(result, arguments[asked["wrt"]], cotangent, asked["of"])
            reply["gradient"] = self.values.result(encoder, gradient)
        after = [*arguments, *named.values()]
        reply["after"] = [self.values.result(encoder, value) for value in after]
        return reply, encoder.buffers

    def backward(self, result: Any, leaf: Any, cotangent: Any, of: int | None) -> Any:
        torch = self.values.torch
        output = result if of is None else result[of]
        if isinstance(output, (list, tuple)) and output and all(isinstance(x, torch.Tensor) for x in output):
            output = torch.stack(tuple(output))  # a loss for each row, as a list
        if not isinstance(output, torch.Tensor) or not output.requires_grad:
            raise Refused(
                "wrong gradient",
                "no gradient flows through the result: it was detached, converted or built outside of torch",
            )
        if output.shape != cotangent.shape:
            raise Refused(
                "wrong shape", f"expected the shape {tuple(cotangent.shape)}, got {tuple(output.shape)}"
            )
        (gradient,) = torch.autograd.grad(output, leaf, cotangent.to(output.dtype), allow_unused=True)
        if gradient is None:
            raise Refused("wrong gradient", "the result does not depend on the first argument")
        return gradient


def short(error: BaseException) -> str:
    try:
        return str(error)[:TEXT]
    except BaseException:  # a learner's __str__ may do anything
        return "(its text could not be made)"


def describe(error: BaseException, wire: Any, name: str) -> dict[str, Any]:
    """An exception of the answer as the grader wants to hear it."""
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            line = trace.tb_lineno
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and error.filename == name:
        line = error.lineno
    kind = "raised"
    if isinstance(error, Refused):
        kind = error.kind
    elif isinstance(error, wire.Unsupported):
        kind = "wrong type"
    elif isinstance(error, MemoryError) or "DefaultCPUAllocator" in short(error):
        kind = "out of memory"
    elif isinstance(error, SystemExit):
        kind = "exited"
    elif isinstance(error, ValueError) and "read-only" in short(error):
        kind = "changed its input"
    return {"error": {"kind": kind, "type": type(error).__name__, "message": short(error), "line": line}}


def read(channel: socket.socket, size: int) -> bytes:
    parts, left = [], size
    while left:
        part = channel.recv(min(left, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def serve(fd: int, wire: Any, order: dict[str, Any]) -> int:
    """Answer requests until the grader closes the channel."""
    channel = socket.socket(fileno=fd)
    server = Server(wire, order)
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
            else:
                reply, buffers = server.call(header, body)
            frame = wire.pack(reply, buffers)
        except BaseException as error:
            frame = wire.pack(describe(error, wire, order["name"]), [])
        sys.stdout.flush()
        sys.stderr.flush()
        channel.sendall(frame)
