"""Hostile bytes, at every level: only a WireError, a Failure, or a plain value; never more memory than was sent.

Frames are made of nothing, of true frames that were damaged, and of headers that say impossible things in a valid form.
"""

from __future__ import annotations

import json
import math
import struct
import tracemalloc
import unicodedata
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from kb.grader.cases.caller import Caller
from kb.grader.cases.result import Result
from kb.grader.compare.check import check
from kb.grader.model.limits import LIMITS
from kb.grader.model.outcome import Failure
from kb.grader.model.verdict import TestResult
from kb.grader.process.calls import Call, Observed, perform
from kb.grader.process.replies import raise_error, weights_of
from kb.grader.worker import wire

MANY = settings(max_examples=400)
FEW = settings(max_examples=150)
ROOM = 64 << 10  # bytes beside those that a value needs: Python's own objects

# Values that can cross, and what a worker could say of them.
codes = st.sampled_from([np.dtype(code) for code in wire.DTYPES])
arrays = hnp.arrays(codes, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
numbers = st.booleans() | st.integers(-(2**127), 2**127) | st.floats()
plain = st.none() | numbers | st.text(max_size=8)
rows = st.lists(st.lists(st.floats(), min_size=2, max_size=2), min_size=1, max_size=4)
values = st.recursive(
    plain | arrays | rows, lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple)
)

sizes = st.sampled_from(
    [-1, 0, 1, 2, 3, 7, 1 << 16, 1 << 22, (1 << 22) + 1, 1 << 31, 1 << 44, 1 << 63, 1 << 70]
)
odd = st.sampled_from([True, None, 1.0, "3", [], {}, [3], math.nan, math.inf, "nan", "0x1p9999999", "1" * 50])
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | sizes | odd,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
shapes = (
    st.lists(sizes, max_size=4)
    | st.lists(sizes | odd, max_size=4)
    | st.lists(sizes, min_size=17, max_size=18)
    | odd
)
KINDS = [
    "none",
    "bool",
    "int",
    "float",
    "str",
    "list",
    "tuple",
    "array",
    "tensor",
    "scalar",
    "packed",
    "mixed",
    "object",
    "",
]


def described(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A description with keys that belong there, and values of which most do not."""
    return st.fixed_dictionaries(
        {"k": st.sampled_from(KINDS) | odd},
        optional={
            "v": st.lists(inner, max_size=3) | plain.filter(sendable) | odd,
            "d": st.sampled_from([*wire.DTYPES, "O", "V8", "f16", "c8", "U4", "M8", ">f8"]) | odd,
            "s": shapes,
            "n": st.lists(st.sampled_from(["list", "tuple", "set"]) | odd, max_size=4) | odd,
        },
    )


def sendable(value: Any) -> bool:
    """Whether JSON and UTF-8 have a form for it."""
    try:
        json.dumps(value).encode()
    except (UnicodeEncodeError, TypeError):
        return False
    return True


claims = st.recursive(described(junk) | junk, described, max_leaves=8)
bodies = st.sampled_from([b"", bytes(8), bytes(24), bytes(48)]) | st.binary(max_size=96)


def frame_of(value: Any) -> bytes:
    encoder = wire.Encoder()
    return wire.pack({"ok": True, "result": encoder.value(value), "after": []}, encoder.buffers)


def taken_apart(frame: bytes) -> Any:
    """As a reader takes a frame apart that came whole."""
    if len(frame) < wire.PREFIX.size:
        raise wire.WireError("no frame")
    header, body = wire.lengths(frame[: wire.PREFIX.size])
    if len(frame) != wire.PREFIX.size + header + body:
        raise wire.WireError("not the length that was announced")
    parsed = wire.parse_header(frame[wire.PREFIX.size : wire.PREFIX.size + header])
    decoder = wire.Decoder(frame[wire.PREFIX.size + header :])
    value = decoder.value(parsed.get("result"))
    decoder.finish()
    return value


def leaves(value: Any) -> list[Any]:
    if type(value) in (list, tuple):
        return [leaf for item in value for leaf in leaves(item)]
    return [value]


def consistent(value: Any) -> None:
    """Nothing but plain values, which cross again as what they are."""
    assert all(leaf is None or type(leaf) in (bool, int, float, str, np.ndarray) for leaf in leaves(value))
    if all(sendable(leaf) for leaf in leaves(value) if isinstance(leaf, str)):
        again = taken_apart(frame_of(value))
        assert repr(again) == repr(value)


@MANY
@given(
    st.binary(max_size=64)
    | bodies.map(lambda body: wire.PREFIX.pack(wire.MAGIC, 2, len(body)) + b"{}" + body)
)
def test_bytes_of_no_meaning(frame: bytes) -> None:
    with pytest.raises(wire.WireError):
        taken_apart(frame)


damages = st.lists(
    st.tuples(st.sampled_from(["set", "cut", "insert", "repeat"]), st.integers(0, 400), st.integers(0, 255)),
    max_size=4,
)


@MANY
@given(
    values.filter(lambda value: all(map(sendable, filter(lambda v: isinstance(v, str), leaves(value))))),
    damages,
)
def test_a_damaged_frame(value: Any, damage: list[tuple[str, int, int]]) -> None:
    frame = bytearray(frame_of(value))
    for how, place, byte in damage:
        at = place % max(len(frame), 1)
        if how == "set" and frame:
            frame[at] = byte
        elif how == "cut":
            del frame[at : at + byte]
        elif how == "insert":
            frame[at:at] = bytes([byte])
        elif how == "repeat":
            frame += frame[at : at + byte]
    try:
        found = taken_apart(bytes(frame))
    except wire.WireError:
        assert damage
        return
    consistent(found)


@MANY
@given(claims, bodies)
@example({"k": "array", "d": "f8", "s": [1 << 44, 1 << 44, 0]}, b"")
@example({"k": "packed", "d": "f8", "s": [1 << 47], "n": ["list"]}, b"")
@example({"k": "packed", "d": "f8", "s": [0], "n": ["list"]}, b"")
@example({"k": "packed", "d": ["f8"], "s": [1], "n": ["list"]}, bytes(8))
@example({"k": "array", "d": ["f8"], "s": [1]}, bytes(8))
@example({"k": "float", "v": "0x1p99999999999"}, b"")
@example({"k": "int", "v": 1 << 4000}, b"")
def test_a_header_that_lies(claim: Any, body: bytes) -> None:
    """Also from inside of JSON, which knows NaN and doubled keys."""
    decoder = wire.Decoder(body)
    try:
        value = decoder.value(json.loads(json.dumps(claim)))
        decoder.finish()
    except wire.WireError:
        return
    consistent(value)


@FEW
@given(claims, bodies)
@example({"k": "array", "d": "f8", "s": [1 << 40, 0]}, b"")
@example({"k": "array", "d": "?", "s": [1 << 31]}, bytes(96))
@example({"k": "packed", "d": "?", "s": [1 << 22], "n": ["list"]}, bytes(96))
@example({"k": "packed", "d": "?", "s": [4, 24], "n": ["list", "tuple"]}, bytes(96))
def test_no_more_memory_than_bytes_came(claim: Any, body: bytes) -> None:
    """A number in a list takes some forty bytes of Python for each that came."""
    text = json.dumps(claim)
    decoder = wire.Decoder(body)
    tracemalloc.start()
    try:
        decoder.value(json.loads(text))
    except wire.WireError:
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < ROOM + 100 * (len(body) + len(text))


@pytest.mark.parametrize("depth", [10, wire.MAX_DEPTH, wire.MAX_DEPTH + 1, 500, 100_000])
def test_depth_is_bounded(depth: int) -> None:
    raw = b'{"result":' + b'{"k":"list","v":[' * depth + b'{"k":"none"}' + b"]}" * depth + b"}"
    frame = wire.PREFIX.pack(wire.MAGIC, len(raw), 0) + raw
    if depth <= wire.MAX_DEPTH:
        assert len(leaves(taken_apart(frame))) == 1
    else:
        with pytest.raises(wire.WireError):
            taken_apart(frame)


def test_packed_lists_are_counted_over_the_whole_frame() -> None:
    """A few bytes each, and together more numbers than may come."""
    half = wire.MAX_NUMBERS // 2 + 1
    decoder = wire.Decoder(bytes(2 * half))
    claim = {"k": "packed", "d": "?", "s": [half], "n": ["list"]}
    assert len(decoder.value(claim)) == half
    with pytest.raises(wire.WireError, match="numbers"):
        decoder.value(claim)


class Forger:
    """A channel whose replies are made by somebody else."""

    limits = LIMITS

    def __init__(self, header: bytes, body: bytes):
        self._header, self._body = header, body

    def exchange(
        self, header: dict[str, Any], buffers: list[Any], seconds: float
    ) -> tuple[dict[str, Any], bytes]:
        return wire.parse_header(self._header), self._body


x = np.array([1.0, 2.0, 4.0])
CALLS = [
    Call((x, 3.0)),
    Call((x, 3.0), cotangent=np.array([1.0, 2.0, -1.0])),
    Call((x,), {"factor": 3.0}, cotangent=np.array([1.0, 2.0, -1.0]), wrt=(0, "weight")),
    Call((x,), op="new", object=(0, 0)),
    Call((), {"weight": x}, op="weights", object=(0, 0)),
    Call((), op="names", object=(0, 0)),
    Call((), op="attribute", name="count", object=(0, 0)),
    Call((True,), op="mode", object=(0, 0)),
]
EXPECTED: list[Any] = [
    x,
    np.array([1, 2, 3]),
    np.array([True]),
    np.float64(3.0),
    np.zeros((0, 4)),
    (x, x),
    (),
    None,
    "a",
]
nothing = {"k": "none"}
after = st.sampled_from([[nothing] * 2, [nothing] * 2, [nothing]]) | st.lists(claims, max_size=3)
weights = (
    st.lists(st.tuples(st.text(max_size=3) | odd, shapes, sizes | odd).map(list) | odd, max_size=3) | odd
)
replies = st.fixed_dictionaries(
    {"ok": st.just(True) | odd},
    optional={
        "result": claims,
        "after": after | odd,
        "gradients": st.lists(claims, max_size=2) | odd,
        "weights": weights,
        "outcome": st.just("passed"),
        "error": st.none() | st.deferred(lambda: errors),
    },
)
HONEST = (
    "raised",
    "exited",
    "out of memory",
    "changed its input",
    "unsupported",
    "gone",
    "wrong shape",
    "wrong type",
)
DISHONEST = (
    "passed",
    "grader error",
    "timeout",
    "crashed",
    "device",
    "too slow",
    "protocol",
    "forbidden call",
)
errors = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from([*HONEST, *DISHONEST]) | odd,
        "type": st.text(max_size=100) | junk,
        "message": st.text(max_size=700) | junk,
        "line": sizes | odd,
    },
)


def never() -> Any:
    raise AssertionError("nothing is called here")


def compare_in_every_way(call: Call, observed: Observed) -> None:
    """Each comparison passes or raises a Failure that can be shown and saved."""
    result = Result(Caller(never, "f", "numpy"), call, observed)
    ways = [
        *(lambda expected=expected: result.close(expected) for expected in EXPECTED[:6]),
        *(lambda expected=expected: result.equals(expected) for expected in EXPECTED),
        lambda: result.has_shape(3),
        lambda: result.has_shape(2, 1, kind="integer"),
        lambda: result.parts(2, 1),
        lambda: result.parts(kind="float", rank=2),
        lambda: check(observed.value, x, "float16", where="result 0: "),
    ]
    for way in ways:
        try:
            way()
        except Failure as failure:
            can_be_told(failure)


def can_be_told(failure: Failure) -> None:
    assert failure.outcome not in ("passed", "grader error")
    assert failure.line is None or 0 < failure.line < 1 << 24
    difference = failure.difference
    told = TestResult(
        "test",
        failure.outcome,
        failure.message,
        expected=difference.expected if difference else None,
        got=difference.got if difference else None,
        max_error=difference.max_error if difference else None,
        first_difference=difference.first if difference else None,
    )
    text = json.dumps(told.as_json(), allow_nan=False, ensure_ascii=False)
    text.encode()
    shown = f"{told.message}{told.expected}{told.got}"
    assert len(shown) < 5000
    assert not [c for c in shown if unicodedata.category(c)[0] == "C" and c not in "\n\t"]


@MANY
@given(st.sampled_from(CALLS), replies, bodies)
@example(
    CALLS[0], {"ok": True, "result": {"k": "str", "v": "\ud800\x1b[2J"}, "after": [{"k": "none"}] * 2}, b""
)
@example(
    CALLS[0],
    {"ok": True, "result": {"k": "array", "d": "f8", "s": [1 << 40, 0]}, "after": [{"k": "none"}] * 2},
    b"",
)
@example(CALLS[0], {"ok": True, "result": {"k": "int", "v": 1 << 127}, "after": [{"k": "none"}] * 2}, b"")
@example(
    CALLS[6], {"ok": True, "result": {"k": "list", "v": [{"k": "int", "v": 1 << 127}, {"k": "none"}]}}, b""
)
@example(
    CALLS[0], {"error": {"kind": "raised", "type": "\ud800", "message": "\ud800\x1b", "line": 1 << 70}}, b""
)
def test_a_forged_reply(call: Call, reply: dict[str, Any], body: bytes) -> None:
    """It is a protocol failure, the failure that it tells of, or a value that every comparison can take."""
    observed = perform(Forger(json.dumps(reply).encode(), body), call)
    if observed.failure is not None:
        can_be_told(observed.failure)
        return
    compare_in_every_way(call, observed)


@MANY
@given(st.sampled_from(CALLS[:2]), values)
def test_a_true_reply_of_any_value(call: Call, value: Any) -> None:
    """What can be encoded can be compared."""
    encoder = wire.Encoder()
    reply: dict[str, Any] = {"ok": True, "result": encoder.value(value)}
    if call.wants_gradient:
        reply["gradients"] = [encoder.value(value)]
    reply["after"] = [encoder.value(item) for item in call.values]
    if not sendable(reply):
        return
    observed = perform(Forger(json.dumps(reply).encode(), b"".join(encoder.buffers)), call)
    assert observed.failure is None
    compare_in_every_way(call, observed)


@FEW
@given(st.binary(max_size=80), bodies, st.sampled_from(CALLS))
@example(b"NaN", b"", CALLS[0])
@example(b'{"error":' + b"9" * 5000 + b"}", b"", CALLS[0])
@example(b'{"result":' * 30_000, b"", CALLS[0])
def test_a_header_of_no_meaning(header: bytes, body: bytes, call: Call) -> None:
    failure = perform(Forger(header, body), call).failure
    if call.op != "mode":
        assert failure is not None
    if failure is not None:
        assert failure.outcome == "protocol"


@MANY
@given(errors | junk)
def test_an_account_of_an_error(error: Any) -> None:
    """Never an outcome that an answer may not give itself."""
    told = json.loads(json.dumps({"error": error}))
    try:
        raise_error(told)
    except Failure as failure:
        can_be_told(failure)
    except wire.WireError:
        pass
    else:
        assert told["error"] is None


@FEW
@given(weights)
def test_an_account_of_weights(told: Any) -> None:
    try:
        found = weights_of(json.loads(json.dumps({"weights": told})))
    except wire.WireError:
        return
    for weight in found:
        assert type(weight.name) is str
        weight.name.encode()


@given(st.binary(min_size=16, max_size=16))
@example(struct.pack("<4sIQ", b"KBW1", (1 << 32) - 1, (1 << 64) - 1))
@example(struct.pack("<4sIQ", b"KBW1", wire.MAX_HEADER, wire.MAX_BODY))
def test_lengths_stay_below_the_caps(prefix: bytes) -> None:
    try:
        header, body = wire.lengths(prefix)
    except wire.WireError:
        return
    assert 0 <= header <= wire.MAX_HEADER
    assert 0 <= body <= wire.MAX_BODY
