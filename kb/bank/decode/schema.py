"""``questions/schema.json``: the format of questions for editors (JSON Schema 2020-12), from `kb.bank.model.question`.

One schema for both kinds of files: a page's (it has the key ``questions``) and an exercise's (``kind``). What
a schema cannot say (names in expressions, unique ids, used variables) is left to `kb.bank.decode.rules`. In an
editor with the YAML language server a line ``# yaml-language-server: $schema=../schema.json`` turns it on.
"""

from __future__ import annotations

import json
from dataclasses import MISSING as NO_DEFAULT
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from kb.bank.compute.expressions import LONGEST
from kb.bank.decode.edges import EDGES
from kb.bank.model.names import FORMS
from kb.bank.model.question import (
    KINDS,
    Code,
    Edge,
    FollowUp,
    Location,
    Option,
    Performance,
    Variable,
    WrongValue,
)

NAME = "schema.json"
_PARTS = (Option, WrongValue, FollowUp, Performance)
_SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string", "pattern": r"\S"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
}


def text() -> str:
    """The text of the schema file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def write(path: Path) -> Path:
    """Write the schema to this file, or as ``schema.json`` into this folder; returns the file."""
    file = path / NAME if path.is_dir() else path
    file.write_text(text(), encoding="utf-8")
    return file


def schema() -> dict[str, Any]:
    """The schema as a value."""
    parts = {cls.__name__: _object(cls) for cls in _PARTS}
    parts["WrongValue"]["oneOf"] = [{"required": ["value"]}, {"required": ["compute"]}]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Questions of a page, or a coding exercise",
        "description": "Generated from kb/bank/model/question.py by python -m kb.dev schema.",
        "type": "object",
        "if": {"required": ["kind"]},
        "then": {"$ref": "#/$defs/code"},
        "else": {"$ref": "#/$defs/page"},
        "$defs": {
            "page": _page(),
            **{kind: _kind(kind) for kind in KINDS},
            "vars": _variables(),
            "edges": _edges(),
            **parts,
        },
    }


def _page() -> dict[str, Any]:
    kinds = [kind for kind in KINDS if kind != "code"]
    by_kind = [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": {"$ref": f"#/$defs/{kind}"},
        }
        for kind in kinds
    ]
    item = {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": kinds}}, "allOf": by_kind}
    return {
        "type": "object",
        "required": ["questions"],
        "additionalProperties": False,
        "properties": {"questions": {"type": "array", "minItems": 1, "items": item}},
    }


def _kind(kind: str) -> dict[str, Any]:
    """A question of this kind, with the rules between its fields that a schema can express."""
    found = _object(KINDS[kind])
    found["properties"]["kind"] = {"const": kind, "description": found["properties"]["kind"]["description"]}
    options = found["properties"].get("options", {})
    right = {"properties": {"right": {"const": True}}, "required": ["right"]}
    if kind == "single":
        options |= {"contains": right, "minContains": 1, "maxContains": 1}
    elif kind == "multiple":
        options |= {"allOf": [{"contains": right}, {"contains": {"not": right}}]}
    elif kind in ("numeric", "shape"):
        fixed = {"required": ["answer"], "properties": {"vars": False}}
        drawn = {"required": ["vars", "compute"], "properties": {"answer": False}}
        found |= {"if": {"required": ["vars"]}, "then": drawn, "else": fixed}
        value = {"type": "number" if kind == "numeric" else "string"}
        found["properties"]["wrong"]["items"] |= {"properties": {"value": value}}
    elif kind == "code":
        found["properties"]["page"]["pattern"] = _whole(FORMS["full page"].pattern)
    return found


def _object(cls: type[Any]) -> dict[str, Any]:
    """A dataclass as an object without further keys."""
    hints = get_type_hints(cls)
    written = [field for field in fields(cls) if hints[field.name] not in (Location, Path)]
    if cls is Code:
        written = [field for field in written if field.name != "id"]  # its folder
    required = [field.name for field in written if field.default is NO_DEFAULT]
    properties = {
        field.metadata.get("key", field.name): {
            "description": field.metadata.get("doc", ""),
            **_type(hints[field.name], field.metadata),
        }
        for field in written
    }
    return {"type": "object", "required": required, "additionalProperties": False, "properties": properties}


def _type(hint: Any, metadata: Any) -> dict[str, Any]:
    """The schema of a value."""
    arguments = [argument for argument in get_args(hint) if argument is not NoneType]
    if get_origin(hint) is Literal:
        return {"enum": arguments}
    if get_origin(hint) is tuple:
        return _list(arguments[0], metadata)
    if len(arguments) == 1:
        return _type(arguments[0], metadata)
    if arguments:  # a union; every int is a number
        kinds = [
            _SIMPLE[argument]["type"]
            for argument in arguments
            if not (argument is int and float in arguments)
        ]
        return _bounds({"type": kinds[0] if len(kinds) == 1 else kinds}, metadata)
    if is_dataclass(hint):
        return {"$ref": f"#/$defs/{hint.__name__}"}  # type: ignore[union-attr]
    return _bounds(dict(_SIMPLE[hint]), metadata)


def _list(item: Any, metadata: Any) -> dict[str, Any]:
    if item is Variable:
        return {"$ref": "#/$defs/vars"}
    if item is Edge:
        return {"$ref": "#/$defs/edges"}
    found: dict[str, Any] = {"type": "array", "items": _type(item, metadata)}
    if item is str:
        found["uniqueItems"] = True
    if least := metadata.get("items"):
        found["minItems"] = least
    return found


def _bounds(found: dict[str, Any], metadata: Any) -> dict[str, Any]:
    like = metadata.get("like")
    if like in FORMS:
        found["pattern"] = _whole(FORMS[like].pattern)
    elif like == "expression":
        found["maxLength"] = LONGEST
    if "least" in metadata:
        found["minimum"] = metadata["least"]
    if "above" in metadata:
        found["exclusiveMinimum"] = metadata["above"]
    return found


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"


def _variables() -> dict[str, Any]:
    span = {
        "type": "object",
        "required": ["from", "to"],
        "additionalProperties": False,
        "properties": {
            "from": {"type": "integer"},
            "to": {"type": "integer", "description": "This one included."},
        },
    }
    one = {"anyOf": [{"type": ["number", "string", "boolean"]}, {"type": "array", "minItems": 1}]}
    listed = {"type": "array", "minItems": 1, "uniqueItems": True, "items": one}
    return {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": _whole(FORMS["name"].pattern)},
        "additionalProperties": {"if": {"type": "object"}, "then": span, "else": listed},
    }


def _edges() -> dict[str, Any]:
    """Each edge is its own property, so that an editor completes its name and shows what it means."""
    listed = _list(str, {"items": 1, "like": "test"})
    return {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {name: {"description": meaning, **listed} for name, meaning in EDGES.items()},
    }
