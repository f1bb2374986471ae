"""Values survive the wire exactly; whatever else arrives is refused, never believed and never fatal."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from kb.grader.worker import wire

NAN = float("nan")
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


numbers = st.floats() | st.booleans() | st.integers(-(2**70), 2**70)


@st.composite
def regular(draw: st.DrawFn) -> Any:
    """Nested lists and tuples of equally long rows, with leaves of one type, or almost."""
    shape = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    kinds = [draw(st.sampled_from([list, tuple])) for _ in shape]
    leaf = draw(st.sampled_from([st.floats(), st.booleans(), st.integers(-(2**63), 2**63), numbers]))

    def build(level: int) -> Any:
        if level == len(shape):
            return draw(leaf)
        return kinds[level](build(level + 1) for _ in range(shape[level]))

    return build(0)


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


@given(regular())
def test_nested_numbers_come_back_as_they_were(value: Any) -> None:
    assert identical(value, there_and_back(value))


@pytest.mark.parametrize(
    ("value", "packed"),
    [
        pytest.param([[0.5, NAN], [1.0, -0.0]], True, id="floats"),
        pytest.param([(1, 2), (3, 4)], True, id="pairs of integers"),
        pytest.param([True, False], True, id="bools"),
        pytest.param([-(1 << 63), (1 << 63) - 1], True, id="the outermost integers"),
        pytest.param([1 << 63], False, id="an integer that is too large"),
        pytest.param([0, 0.5], False, id="integers and floats"),
        pytest.param([True, 1], False, id="bools and integers"),
        pytest.param([[1.0], [1.0, 2.0]], False, id="rows of different lengths"),
        pytest.param([[1.0], (1.0,)], False, id="lists and tuples"),
        pytest.param([[], []], False, id="no numbers"),
        pytest.param([None], False, id="None"),
        pytest.param([np.float64(1.0)], False, id="numbers of NumPy"),
    ],
)
def test_only_regular_numbers_are_packed(value: Any, packed: bool) -> None:
    described = wire.Encoder().value(value)
    assert (described["k"] == "packed") == packed
    assert identical(value, there_and_back(value)) or not packed


def test_a_million_numbers_fit_into_a_small_header() -> None:
    rows = np.arange(1e6).reshape(1000, 1000).tolist()
    encoder = wire.Encoder()
    assert len(json.dumps(encoder.value(rows))) < 100
    assert identical(rows, there_and_back(rows))


def column(*numbers: Any) -> list[list[Any]]:
    return [list(numbers) for _ in range(wire.MIXED_FROM)]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(column(0, 0.5), id="integers and floats"),
        pytest.param(column(True, 1, 1.0, -0.0, NAN), id="bools, integers and floats"),
        pytest.param([tuple(row) for row in column(2**53 + 1, 0.1)], id="an integer that no float holds"),
        pytest.param(column((1 << 63) - 1, -(1 << 63), 0.5), id="the outermost integers"),
    ],
)
def test_mixed_numbers_come_back_as_they_were(value: Any) -> None:
    encoder = wire.Encoder()
    assert len(json.dumps(encoder.value(value))) < 120
    assert identical(value, there_and_back(value))


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64, np.uint8, np.bool_, np.float16])
def test_numbers_of_numpy_in_long_lists_keep_their_types(dtype: Any) -> None:
    value = [*np.arange(wire.MIXED_FROM).astype(dtype), 0.5, 2]
    encoder = wire.Encoder()
    assert len(json.dumps(encoder.value(value))) < 120
    back = there_and_back(value)
    assert [type(item) for item in back] == [type(item) for item in value]
    assert back == value


def test_what_is_no_number_is_not_mixed() -> None:
    for other in (None, "x", 1 << 64, np.datetime64(1, "s")):
        encoder = wire.Encoder()
        numbers = [0.5] * wire.MIXED_FROM
        if isinstance(other, np.datetime64):
            with pytest.raises(wire.Unsupported):
                encoder.value([*numbers, other])
        else:
            assert encoder.value([*numbers, other])["k"] == "list"
        assert not encoder.buffers


def test_a_million_numbers_of_two_types_fit_into_a_small_header() -> None:
    rows = [[0 if (i + j) % 3 else 0.25 for j in range(1000)] for i in range(1000)]
    encoder = wire.Encoder()
    assert len(json.dumps(encoder.value(rows))) < 100
    assert there_and_back(rows) == rows


def test_no_deeper_packed_than_not() -> None:
    deep: Any = 1.0
    for _ in range(wire.MAX_DEPTH):
        deep = [deep]
    assert identical(deep, there_and_back(deep))
    for one_more in ([deep], [[deep], 1.0]):
        with pytest.raises(wire.Unsupported, match="too deep"):
            wire.Encoder().value(one_more)


def test_more_numbers_than_a_frame_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both sides count all packed lists of a frame together."""
    monkeypatch.setattr(wire, "MAX_NUMBERS", 5)
    encoder = wire.Encoder()
    encoder.value([1.0, 2.0, 3.0])
    with pytest.raises(wire.TooLarge, match="lists of more than 5 numbers"):
        encoder.value([1.0, 2.0, 3.0])
    three = {"k": "packed", "d": "f8", "s": [3], "n": ["list"]}
    decoder = wire.Decoder(b"\0" * 48)
    decoder.value(three)
    with pytest.raises(wire.WireError, match="lists of 6 numbers"):
        decoder.value(three)


def test_nothing_is_made_for_a_list_that_is_only_announced() -> None:
    claim = {"k": "packed", "d": "f8", "s": [1 << 20], "n": ["list"]}
    with pytest.raises(wire.WireError, match="longer than its frame"):
        wire.Decoder(b"").value(claim)


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
            [
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
            ]
        )
    },
    optional={
        "n": st.lists(st.sampled_from(["list", "tuple", "dict"]) | json_values, max_size=4),
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
        pytest.param({"k": "packed", "d": "f8", "s": [1], "n": ["list"]}, b"\0" * 7, id="a short list"),
        pytest.param({"k": "packed", "d": "f8", "s": [1], "n": ["list"]}, b"\0" * 9, id="a long list"),
        pytest.param({"k": "packed", "d": "f4", "s": [1], "n": ["list"]}, b"\0" * 4, id="numbers of NumPy"),
        pytest.param({"k": "packed", "d": "f8", "s": [], "n": []}, b"\0" * 8, id="a list without a level"),
        pytest.param({"k": "packed", "d": "f8", "s": [0], "n": ["list"]}, b"", id="a packed empty list"),
        pytest.param({"k": "packed", "d": "f8", "s": [1, 1], "n": ["list"]}, b"\0" * 8, id="a level too few"),
        pytest.param({"k": "packed", "d": "f8", "s": [1], "n": ["set"]}, b"\0" * 8, id="a level of sets"),
        pytest.param({"k": "mixed", "t": [], "s": [1], "n": ["list"]}, b"\0" * 9, id="no types"),
        pytest.param({"k": "mixed", "t": ["f16"], "s": [1], "n": ["list"]}, b"\0" * 17, id="an unknown type"),
        pytest.param(
            {"k": "mixed", "t": [["int"]], "s": [1], "n": ["list"]}, b"\0" * 9, id="a list for a type"
        ),
        pytest.param(
            {"k": "mixed", "t": ["int"], "s": [1], "n": ["list"]}, b"\1" + b"\0" * 8, id="a type too far"
        ),
        pytest.param(
            {"k": "mixed", "t": ["int"], "s": [2], "n": ["list"]}, b"\0" * 10, id="a short mixed list"
        ),
        pytest.param(
            {"k": "mixed", "t": ["int"], "s": [], "n": []}, b"\0" * 9, id="a mixed list without a level"
        ),
        pytest.param({"k": "packed", "d": "f8", "s": [1], "n": [["list"]]}, b"\0" * 8, id="a level of lists"),
        pytest.param(
            {"k": "packed", "d": "?", "s": [1] * 17, "n": ["list"] * 17}, b"\0", id="a list too deep"
        ),
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
