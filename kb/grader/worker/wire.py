"""Values as bytes, between the grader and a worker.

A frame is ``KBW1``, the two lengths as little-endian u32 and u64, a JSON header, and raw buffers. The header
names every value by its exact type; arrays lie in the body one after the other, C order, little-endian,
without gaps. Nested lists of equally long rows of numbers lie there too, and come back as the lists that they were:
packed where all are of one Python type, mixed where a long list has several types, or numbers of NumPy. Nothing is
ever unpickled. Whoever reads a frame treats it as hostile: lengths are capped before anything is allocated, dtypes
come from an allow-list, byte counts must fit exactly.

This file runs on both sides.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterable, Iterator
from itertools import chain, compress
from typing import Any

import numpy as np

MAGIC = b"KBW1"
PREFIX = struct.Struct("<4sIQ")
MAX_HEADER = 16 << 20
MAX_BODY = 512 << 20
# A reply's header, beyond as much as there was in the request's: large values travel in buffers, and what is parsed as
# JSON costs the grader a hundred times its bytes.
MAX_REPLY_HEADER = 1 << 20
MAX_DEPTH = 16
MAX_RANK = 16
MAX_NUMBERS = (
    1 << 20
)  # in the packed lists of one frame: as Python objects they take five times their bytes and a microsecond each
DTYPES = ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8")


# Python numbers that a packed list may hold: the dtype of the buffer stands for the type of every leaf.
PACKED: dict[type, str] = {bool: "?", int: "i8", float: "f8"}
NAMES: dict[str, type] = {kind.__name__: kind for kind in PACKED}
MIXED_FROM = 256  # numbers; in a shorter list every number describes itself
CONTAINERS: dict[str, type] = {"list": list, "tuple": tuple}
# All that a value may say about itself, by its kind.
KEYS = {
    **dict.fromkeys(("bool", "int", "float", "str", "list", "tuple"), frozenset("kv")),
    **dict.fromkeys(("array", "tensor", "scalar"), frozenset("kds")),
    "none": frozenset("k"),
    "packed": frozenset("kdsn"),
    "mixed": frozenset("ktsn"),
}
HEADERS = json.JSONEncoder(separators=(",", ":"), allow_nan=False)


class WireError(ValueError):
    """A frame or a value that cannot cross."""


class TooLarge(WireError):
    """A value of more bytes or numbers than may cross."""


class Unsupported(WireError):
    """A value whose type has no form on the wire; the text names the type."""


def pack(
    header: dict[str, Any],
    buffers: list[bytes | memoryview],
    most_header: int = MAX_HEADER,
    most_body: int = MAX_BODY,
) -> bytes:
    """One frame; the reader learns all lengths from its first 16 bytes."""
    text = HEADERS.encode(header).encode()
    size = sum(len(b) for b in buffers)
    if len(text) > min(most_header, MAX_HEADER) or size > min(most_body, MAX_BODY):
        raise TooLarge(f"a value of {len(text) + size:,} bytes is too large to be sent")
    return b"".join([PREFIX.pack(MAGIC, len(text), size), text, *buffers])


def lengths(prefix: bytes, most_header: int = MAX_HEADER, most_body: int = MAX_BODY) -> tuple[int, int]:
    """The lengths of header and body, checked against the caps."""
    magic, header, body = PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise WireError("a frame does not begin as one")
    if header > min(most_header, MAX_HEADER) or body > min(most_body, MAX_BODY):
        raise WireError(f"a frame announces {header + body:,} bytes")
    return header, body


def parse_header(raw: bytes) -> dict[str, Any]:
    """The JSON header; anything but an object is refused."""
    try:
        header = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise WireError(f"a header is not JSON: {error}") from None
    if not isinstance(header, dict):
        raise WireError("a header is not an object")
    return header


class Encoder:
    """Collects the buffers of the values it encodes."""

    def __init__(self) -> None:
        self.buffers: list[bytes | memoryview] = []
        self.numbers = 0  # in packed lists

    def array(self, value: np.ndarray, kind: str = "array", **more: Any) -> dict[str, Any]:
        if value.dtype.kind == "f" and value.dtype.itemsize > 8:
            value = value.astype(np.float64)  # an extended precision differs between machines
        code = value.dtype.kind + str(value.dtype.itemsize) if value.dtype.kind != "b" else "?"
        if code not in DTYPES:
            raise Unsupported(f"an array of dtype {value.dtype}")
        plain = np.ascontiguousarray(value, dtype=value.dtype.newbyteorder("<"))
        self.buffers.append(plain.tobytes())
        return {"k": kind, "d": code, "s": list(value.shape), **more}

    def packed(self, value: list[Any] | tuple[Any, ...], depth: int = 0) -> dict[str, Any] | None:
        """A list (of lists ...) of numbers in buffers; None for what is ragged, empty, or mixed and short."""
        leaves: list[Any] = [value]
        shape: list[int] = []
        nest: list[str] = []
        while (kind := _common(map(type, leaves))) in (list, tuple) and depth + len(nest) < MAX_DEPTH:
            size = _common(map(len, leaves))
            if not size:
                return None
            if size * len(leaves) > MAX_NUMBERS - self.numbers:
                raise TooLarge(f"lists of more than {MAX_NUMBERS:,} numbers are too large to be sent")
            shape.append(size)
            nest.append(kind.__name__)
            leaves = list(chain.from_iterable(leaves))
        code = PACKED.get(kind)
        if code is None:
            return self.mixed(leaves, shape, nest) if len(leaves) >= MIXED_FROM and shape else None
        if code == "i8" and not _fits(leaves):
            return None
        self.numbers += len(leaves)
        self.buffers.append(np.array(leaves, dtype=_dtype(code)).tobytes())
        return {"k": "packed", "d": code, "s": shape, "n": nest}

    def mixed(self, leaves: list[Any], shape: list[int], nest: list[str]) -> dict[str, Any] | None:
        """Numbers of several types, or of NumPy: which of the types each is, then those of each type together."""
        types = list(set(map(type, leaves)))
        codes = [_code(kind) for kind in types]
        if len(types) > 255 or not all(codes):
            return None
        place = {kind: number for number, kind in enumerate(types)}
        which = np.fromiter(map(place.__getitem__, map(type, leaves)), np.uint8, len(leaves))
        buffers: list[bytes | memoryview] = [which.tobytes()]
        for number, kind in enumerate(types):
            own = list(compress(leaves, (which == number).tolist()))
            if kind is int and not _fits(own):
                return None
            buffers.append(np.array(own, dtype=_dtype(PACKED.get(kind) or codes[number])).tobytes())
        self.numbers += len(leaves)
        self.buffers += buffers
        return {"k": "mixed", "t": codes, "s": shape, "n": nest}

    def value(self, value: Any, depth: int = 0) -> dict[str, Any]:
        """Describe ``value`` by its exact type; subclasses are not looked into."""
        if depth > MAX_DEPTH:
            raise Unsupported("lists nested too deep")
        kind = type(value)
        if value is None:
            return {"k": "none"}
        if kind is bool:
            return {"k": "bool", "v": value}
        if kind is int:
            if value.bit_length() > 128:
                raise Unsupported("an integer of more than 128 bits")
            return {"k": "int", "v": value}
        if kind is float:
            return {"k": "float", "v": value.hex() if math.isfinite(value) else repr(value)}
        if kind is str:
            return {"k": "str", "v": value}
        if kind is list or kind is tuple:
            packed = self.packed(value, depth)
            if packed is not None:
                return packed
            return {"k": kind.__name__, "v": [self.value(item, depth + 1) for item in value]}
        if kind is np.ndarray:
            return self.array(value)
        if isinstance(value, np.generic) and kind.__module__ == "numpy":
            return self.array(np.asarray(value), kind="scalar")
        raise Unsupported(f"{kind.__module__}.{kind.__qualname__}")


class Decoder:
    """Reads described values from one body, and knows whether every byte was used."""

    def __init__(self, body: bytes | memoryview) -> None:
        self.body = memoryview(body)
        self.used = 0
        self.numbers = 0  # in packed lists

    def array(self, described: dict[str, Any]) -> np.ndarray:
        code, shape = described.get("d"), described.get("s")
        if code not in DTYPES:
            raise WireError("an array of an unknown dtype")
        if not isinstance(shape, list) or len(shape) > MAX_RANK or not all(_is_size(n) for n in shape):
            raise WireError("an array of an impossible shape")
        dtype = _dtype(str(code))
        size = math.prod(shape) * dtype.itemsize
        if size > len(self.body) - self.used:
            raise WireError("an array longer than its frame")
        raw = self.body[self.used : self.used + size]
        self.used += size
        # An empty array may announce a huge other axis; no memory stands behind it, and reshape refuses overflow.
        try:
            return np.frombuffer(raw, dtype=dtype).reshape(shape).copy()
        except ValueError as error:
            raise WireError(f"an array of an impossible shape: {error}") from None

    def packed(self, described: dict[str, Any], depth: int) -> Any:
        """The nested lists of a packed one, of Python numbers again."""
        if described.get("d") not in PACKED.values():
            raise WireError("a list of an unknown kind")
        shape, nest = self.nest(described, depth)
        return _nested(self.array({"d": described["d"], "s": [math.prod(shape)]}).tolist(), shape, nest)

    def mixed(self, described: dict[str, Any], depth: int) -> Any:
        """The nested lists of a mixed one, of numbers of their own types again."""
        codes = described.get("t")
        known = (*NAMES, *DTYPES)
        if (
            not isinstance(codes, list)
            or not 0 < len(codes) < 256
            or any(code not in known for code in codes)
        ):
            raise WireError("a list of unknown types")
        shape, nest = self.nest(described, depth)
        which = self.array({"d": "u1", "s": [math.prod(shape)]})
        counts = np.bincount(which, minlength=len(codes)).tolist()
        if len(counts) > len(codes):
            raise WireError("a number of an unknown type")
        own: list[Iterator[Any]] = []
        for code, count in zip(codes, counts, strict=True):
            kind = NAMES.get(code)
            array = self.array({"d": PACKED[kind] if kind else code, "s": [count]})
            own.append(iter(array.tolist() if kind else list(array)))
        return _nested([next(own[number]) for number in which.tolist()], shape, nest)

    def nest(self, described: dict[str, Any], depth: int) -> tuple[list[int], list[str]]:
        """The shape of nested lists and the kinds of their levels; counts the numbers in them."""
        shape, nest = described.get("s"), described.get("n")
        if not isinstance(nest, list) or not nest:
            raise WireError("a list of an unknown kind")
        if not isinstance(shape, list) or len(shape) != len(nest) or depth + len(nest) > MAX_DEPTH:
            raise WireError("a list of an impossible shape")
        if not all(_is_size(n) and n for n in shape) or any(kind not in ("list", "tuple") for kind in nest):
            raise WireError("a list of an impossible shape")
        self.numbers += math.prod(shape)
        if self.numbers > MAX_NUMBERS:
            raise WireError(f"lists of {self.numbers:,} numbers")
        return shape, nest

    def value(self, described: Any, depth: int = 0) -> Any:
        if not isinstance(described, dict) or depth > MAX_DEPTH:
            raise WireError("a value is not described as one")
        kind, v = described.get("k"), described.get("v")
        if not (isinstance(kind, str) and described.keys() <= KEYS.get(kind, frozenset())):
            raise WireError("a value of an unknown kind")
        if kind == "none":
            return None
        if kind == "bool" and type(v) is bool:
            return v
        if kind == "int" and type(v) is int and v.bit_length() <= 128:
            return v
        if kind == "float" and type(v) is str and len(v) <= 40:
            return _float(v)
        if kind == "str" and type(v) is str:
            return v
        if kind in ("list", "tuple") and type(v) is list:
            items = [self.value(item, depth + 1) for item in v]
            return items if kind == "list" else tuple(items)
        if kind == "packed":
            return self.packed(described, depth)
        if kind == "mixed":
            return self.mixed(described, depth)
        if kind in ("array", "tensor", "scalar"):
            return self.array(described)
        raise WireError("a value of an unknown kind")

    def finish(self) -> None:
        """Refuse bytes that no value accounts for."""
        if self.used != len(self.body):
            raise WireError(f"{len(self.body) - self.used} bytes too many in a frame")


def _nested(flat: list[Any], shape: list[int], nest: list[str]) -> Any:
    """Numbers one after the other as the nested lists and tuples that they came from."""
    for size, kind in zip(shape[:0:-1], nest[:0:-1], strict=True):
        flat = [CONTAINERS[kind](flat[at : at + size]) for at in range(0, len(flat), size)]
    return CONTAINERS[nest[0]](flat)


def _code(kind: type) -> str:
    """How a type of numbers is called in a mixed list; empty where it is not one."""
    if kind in PACKED:
        return kind.__name__
    if kind.__module__ != "numpy" or not issubclass(kind, np.generic):
        return ""
    dtype = np.dtype(kind)
    code = "?" if dtype.kind == "b" else f"{dtype.kind}{dtype.itemsize}"
    return code if code in DTYPES else ""


def _fits(numbers: list[int]) -> bool:
    return -(1 << 63) <= min(numbers) <= max(numbers) < 1 << 63


def _dtype(code: str) -> np.dtype[Any]:
    return np.dtype(code if code == "?" else "<" + code)


def _common(items: Iterable[Any]) -> Any:
    """What all items are; None where they differ."""
    found = set(items)
    return found.pop() if len(found) == 1 else None


def _is_size(n: Any) -> bool:
    return type(n) is int and 0 <= n < 1 << 48


def _float(text: str) -> float:
    try:
        return float(text) if text in ("nan", "inf", "-inf") else float.fromhex(text)
    except (ValueError, OverflowError):
        raise WireError("a number is not written as one") from None
