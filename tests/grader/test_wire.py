"""Values survive the wire exactly; whatever else arrives is refused, never believed and never fatal."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from kb.grader import wire

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**127), 2**127)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]))
)
arrays = hnp.arrays(
    st.sampled_from([np.dtype(code) for code in wire.DTYPES]), hnp.array_shapes(min_dims=0, min_side=0)
)
values = st.recursive(
    scalars | arrays, lambda inner: st.lists(inner) | st.lists(inner).map(tuple), max_leaves=12
)


def there_and_back(value: Any) -> Any:
    encoder = wire.Encoder()
    frame = wire.pack({"result": encoder.value(value)}, encoder.buffers)
    header, body = wire.lengths(frame[: wire.PREFIX.size])
    assert len(frame) == wire.PREFIX.size + header + body
    parsed = wire.parse_header(frame[wire.PREFIX.size : wire.PREFIX.size + header])
    decoder = wire.Decoder(frame[wire.PREFIX.size + header :])
    decoded = decoder.value(parsed["result"])
    decoder.finish()
    return decoded


def identical(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, list | tuple):
        return type(one) is type(other) and len(one) == len(other) and all(map(identical, one, other))
    if isinstance(one, float) and one != one:
        return isinstance(other, float) and other != other
    return type(one) is type(other) and bool(one == other)


@given(values)
def test_round_trip(value: Any) -> None:
    assert identical(value, there_and_back(value))


def test_negative_zero_and_the_smallest_number() -> None:
    assert str(there_and_back(-0.0)) == "-0.0"
    assert there_and_back(5e-324) == 5e-324


def test_extended_precision_crosses_as_float64() -> None:
    decoded = there_and_back(np.array([0.5, 1e300], dtype=np.longdouble))
    assert identical(np.array([0.5, 1e300]), decoded)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"a": 1}, id="dict"),
        pytest.param(1j, id="complex"),
        pytest.param(np.array([1j]), id="complex array"),
        pytest.param(np.array(["a"]), id="strings"),
        pytest.param(np.array([None]), id="objects"),
        pytest.param(type("Sub", (float,), {})(1.0), id="a float's subclass"),
        pytest.param(type("Sub", (np.ndarray,), {})((2,)), id="an array's subclass"),
        pytest.param(np.ma.masked_array([1.0], [True]), id="masked array"),
        pytest.param(1 << 200, id="a huge integer"),
        pytest.param(lambda: None, id="function"),
        pytest.param(iter([1]), id="iterator"),
    ],
)
def test_other_types_do_not_cross(value: Any) -> None:
    with pytest.raises(wire.Unsupported):
        wire.Encoder().value(value)


def test_a_list_that_contains_itself_does_not_cross() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(wire.Unsupported, match="too deep"):
        wire.Encoder().value(loop)


@given(st.binary(min_size=wire.PREFIX.size, max_size=wire.PREFIX.size))
def test_a_random_prefix_is_refused_or_within_the_caps(prefix: bytes) -> None:
    try:
        header, body = wire.lengths(prefix)
    except wire.WireError:
        return
    assert header <= wire.MAX_HEADER
    assert body <= wire.MAX_BODY


def test_lengths_beyond_the_caps_are_refused() -> None:
    for header, body in ((wire.MAX_HEADER + 1, 0), (0, wire.MAX_BODY + 1)):
        with pytest.raises(wire.WireError, match="announces"):
            wire.lengths(wire.PREFIX.pack(wire.MAGIC, header, body))


@given(st.binary(max_size=200))
def test_a_random_header_is_refused_or_an_object(raw: bytes) -> None:
    try:
        assert isinstance(wire.parse_header(raw), dict)
    except wire.WireError:
        pass


def test_a_deep_header_is_refused() -> None:
    with pytest.raises(wire.WireError):
        wire.parse_header(b'{"a":' * 100_000)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(wire.DTYPES),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["k", "v", "d", "s"]) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=20,
)
described = st.fixed_dictionaries(
    {
        "k": st.sampled_from(
            ["none", "bool", "int", "float", "str", "list", "tuple", "array", "tensor", "scalar"]
        )
    },
    optional={
        "v": json_values,
        "d": st.sampled_from(wire.DTYPES),
        "s": st.lists(st.integers(-2, 2**60), max_size=4),
    },
)


@given(json_values | described, st.binary(max_size=64))
def test_a_forged_description_is_refused_or_a_plain_value(claim: Any, body: bytes) -> None:
    decoder = wire.Decoder(body)
    try:
        value = decoder.value(json.loads(json.dumps(claim)))
        decoder.finish()
    except wire.WireError:
        return
    leaves = [value]
    while leaves:
        leaf = leaves.pop()
        if isinstance(leaf, list | tuple):
            leaves.extend(leaf)
        else:
            assert leaf is None or type(leaf) in (bool, int, float, str, np.ndarray)


@pytest.mark.parametrize(
    ("claim", "body"),
    [
        pytest.param({"k": "array", "d": "f8", "s": [3]}, b"\0" * 23, id="one byte too few"),
        pytest.param({"k": "array", "d": "f8", "s": [3]}, b"\0" * 25, id="one byte too many"),
        pytest.param({"k": "array", "d": "O", "s": [1]}, b"\0" * 8, id="objects"),
        pytest.param({"k": "array", "d": "f8", "s": [-1]}, b"", id="a negative size"),
        pytest.param({"k": "array", "d": "f8", "s": [True]}, b"\0" * 8, id="a size that is a bool"),
        pytest.param({"k": "array", "d": "f8", "s": [1] * 40}, b"\0" * 8, id="too many axes"),
        pytest.param({"k": "array", "d": "f8", "s": [0, 1 << 47, 1 << 47]}, b"", id="an overflow behind a 0"),
        pytest.param({"k": "float", "v": "passed"}, b"", id="a number that is a word"),
        pytest.param({"k": "bool", "v": 1}, b"", id="a bool that is a number"),
        pytest.param({"k": "object", "v": 1}, b"", id="an unknown kind"),
    ],
)
def test_a_lie_about_a_value_is_refused(claim: dict[str, Any], body: bytes) -> None:
    with pytest.raises(wire.WireError):
        decoder = wire.Decoder(body)
        decoder.value(claim)
        decoder.finish()
