"""Readers of mappings and lists, made from the type hints of `kb.bank.model.question`."""

from __future__ import annotations

from dataclasses import MISSING as NO_DEFAULT
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from kb.bank.decode.edges import edges
from kb.bank.decode.readers import FAILED, Reader, choice, flag, number, number_or_text, refuse, short, text
from kb.bank.decode.variables import variables
from kb.bank.model.names import close
from kb.bank.model.question import Edge, FollowUp, Location, Option, Variable, WrongValue
from kb.bank.yaml.nodes import Mapping, Node, Scalar, Sequence
from kb.bank.yaml.source import Source


class Entry(NamedTuple):
    """A key of a mapping and the field that it fills."""

    key: str
    field: str
    doc: str
    required: bool
    read: Reader


_ENTRIES: dict[type[Any], dict[str, Entry]] = {}


def entries(cls: type[Any]) -> dict[str, Entry]:
    """The keys that a mapping for this dataclass may have; worked out once."""
    if cls not in _ENTRIES:
        _ENTRIES[cls] = _entries(cls)
    return _ENTRIES[cls]


def _entries(cls: type[Any]) -> dict[str, Entry]:
    hints = get_type_hints(cls)
    found: dict[str, Entry] = {}
    for field in fields(cls):
        hint = hints[field.name]
        if hint in (Location, Path):
            continue  # known from the file's path
        key = field.metadata.get("key", field.name)
        required = field.default is NO_DEFAULT
        reader = reader_for(hint, field.metadata)
        found[key] = Entry(key, field.name, field.metadata.get("doc", ""), required, reader)
    return found


def reader_for(hint: Any, metadata: Any) -> Reader:
    """The function that reads a value of this type."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _union_reader(tuple(part for part in arguments if part is not NoneType), metadata)
    if origin is Literal:
        return choice(arguments)
    if origin is tuple and arguments[0] is Variable:
        return variables
    if origin is tuple and arguments[0] is Edge:
        return edges(listing(text(metadata["like"]), 1))
    if origin is tuple:
        return listing(reader_for(arguments[0], metadata), metadata.get("items", 0))
    if is_dataclass(hint) and isinstance(hint, type):
        return record(hint)
    simple: dict[Any, Reader] = {
        str: text(metadata.get("like")),
        int: number(whole=True, **_bounds(metadata)),
        bool: flag,
    }
    return simple[hint]


def _union_reader(parts: tuple[Any, ...], metadata: Any) -> Reader:
    if len(parts) == 1:
        return reader_for(parts[0], metadata)
    if set(parts) == {int, float}:
        return number(whole=False, **_bounds(metadata))
    if set(parts) == {int, float, str}:
        return number_or_text
    raise TypeError(f"no reader for a union of {parts}")


def _bounds(metadata: Any) -> dict[str, Any]:
    return {name: metadata[name] for name in ("least", "above") if name in metadata}


def mapping_fields(
    source: Source, node: Mapping, known: dict[str, Entry], what: str, ignore: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """The fields of a mapping that could be read; unknown and missing keys are noted."""
    values: dict[str, Any] = {}
    suggested: list[str | None] = []
    for key, value in node.values.items():
        if entry := known.get(key):
            if (read := entry.read(source, value)) is not FAILED:
                values[entry.field] = read
        elif key not in ignore:
            suggested.append(
                unknown_key(source, node.keys[key], [name for name in known if name not in node.keys], what)
            )
    present = {*node.keys, *suggested}
    if not node.refused:
        for entry in (entry for entry in known.values() if entry.required and entry.key not in present):
            source.problem(
                node.line, node.column, f"{what} without {entry.key!r}", f"{entry.key}: {entry.doc}"
            )
    return values


def unknown_key(source: Source, key: Scalar, known: list[str], what: str) -> str | None:
    """Note a key that does not exist; returns the known key that resembles it."""
    near = close(key.text, known, 1)
    expected = repr(near[0]) if near else f"a key of {what}: {', '.join(known)}" if known else "no other key"
    source.problem(key.line, key.column, f"the unknown key {short(key.text)}", expected)
    return near[0] if near else None


_CALLED: dict[type[Any], str] = {Option: "an option", WrongValue: "a wrong value", FollowUp: "a follow-up"}


def record(cls: type[Any]) -> Reader:
    """Reads a mapping into a dataclass."""
    what = _CALLED.get(cls, "an entry")

    def read(source: Source, node: Node) -> Any:
        known = entries(cls)
        if not isinstance(node, Mapping) or node.refused:
            return refuse(source, node, f"a mapping with {', '.join(known)}")
        values = mapping_fields(source, node, known, what)
        wanted = [entry.field for entry in known.values() if entry.required or entry.key in node.keys]
        return cls(**values) if all(name in values for name in wanted) else FAILED

    return read


def listing(item: Reader, least: int) -> Reader:
    """Reads a list; texts in it must differ."""

    def read(source: Source, node: Node) -> Any:
        if not isinstance(node, Sequence):
            hint = " (a dash needs a space after it)" if _dashes(node) else ""
            return refuse(source, node, f"a list{hint}")
        if len(node.items) < least:
            many = f"at least {least} item{'s'[: least > 1]}"
            source.problem(node.line, node.column, f"a list of {len(node.items)}", many)
            return FAILED
        values = [item(source, part) for part in node.items]
        if _repeated(source, node, values) or any(value is FAILED for value in values):
            return FAILED
        return tuple(values)

    return read


def _dashes(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.style and node.text.startswith("-")


def _repeated(source: Source, node: Sequence, values: list[Any]) -> bool:
    first: dict[str, Node] = {}
    repeated = False
    for part, value in zip(node.items, values, strict=True):
        if isinstance(value, str) and first.setdefault(value, part) is not part:
            found = f"{short(value)} a second time (first on line {first[value].line})"
            source.problem(part.line, part.column, found, "each item once")
            repeated = True
    return repeated
