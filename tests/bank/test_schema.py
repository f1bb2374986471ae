"""The schema for editors: current, itself valid, and of one mind with the reader where a schema can be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml

from kb.bank import BankError, default_root
from kb.bank.decode import schema
from kb.bank.decode.decode import entries
from kb.bank.decode.read import read_exercise, read_page
from kb.bank.model.question import KINDS

Write = Callable[[str, str | bytes], Path]
Examples = dict[str, str]
VALIDATOR = jsonschema.Draft202012Validator(schema.schema())


class Core(yaml.SafeLoader):
    """YAML as an editor reads it, which is YAML 1.2: of floats, ``1e-3`` is one too."""


Core.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[-+]?[0-9]+(\.[0-9]*)?[eE][-+]?[0-9]+$"), list("-+0123456789")
)


def is_valid(text: str) -> bool:
    return bool(VALIDATOR.is_valid(yaml.load(text, Loader=Core)))


def test_the_file_is_current() -> None:
    file = default_root() / schema.NAME
    assert file.read_text(encoding="utf-8") == schema.text(), "run: python -m kb.dev schema"


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema.schema())


def test_writing(tmp_path: Path) -> None:
    assert schema.write(tmp_path) == tmp_path / "schema.json"
    assert schema.write(tmp_path / "other.json") == tmp_path / "other.json"
    for name in ("schema.json", "other.json"):
        assert json.loads((tmp_path / name).read_text(encoding="utf-8")) == schema.schema()


@pytest.mark.parametrize("kind", [*KINDS, "drawn"])
def test_good_examples_are_valid(examples: Examples, kind: str) -> None:
    assert list(VALIDATOR.iter_errors(yaml.load(examples[kind], Loader=Core))) == []


def test_edges_are_valid(examples: Examples) -> None:
    text = examples["code"] + "edges:\n  ties: [test_ties, 'test_hand_cases[apart in x]']\n"
    assert list(VALIDATOR.iter_errors(yaml.load(text, Loader=Core))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_described(kind: str) -> None:
    described = schema.schema()["$defs"][kind]["properties"]
    written = {key for key in entries(KINDS[kind]) if not (kind == "code" and key == "id")}
    assert set(described) == written
    assert all(len(each["description"]) > 10 for each in described.values())


# Refused by the reader and by the schema.
BAD = [
    ("open", "id: one", "id: One Two"),
    ("open", "rev: 1", "rev: 0"),
    ("open", "rev: 1", "rev: '1'"),
    ("open", "level: 2", "level: 4"),
    ("open", "common", "often"),
    ("open", "how-it-works", "How it works"),
    ("open", "why: Because.", "why: ''"),
    ("open", "why: Because.", "why: 3"),
    ("open", "why:", "wyh:"),
    ("open", "kind: open", "kind: opne"),
    ("open", "kind: open", "kind: code"),
    ("open", "    kind: open\n", ""),
    ("open", "kind: open", "kind: open\n    steps: [a, b]"),
    ("open", "kind: open", "kind: open\n    tags: [a, a]"),
    ("open", "kind: open", "kind: open\n    formerly: [nms]"),
    ("open", "[First, Second]", "[]"),
    ("open", "        answer: Then this.\n", ""),
    ("open", "questions:", "question:"),
    ("single", "        right: true\n", ""),
    ("single", "why: No.", "why: No.\n        right: true"),
    ("single", "right: true", "right: 'yes'"),
    ("single", "        why: No.\n", ""),
    ("multiple", ", right: true", ""),
    ("multiple", "No.", "No., right: true"),
    ("numeric", "answer: 0.25", "answer: a quarter"),
    ("numeric", "    answer: 0.25\n", ""),
    ("numeric", "1e-3", "-1"),
    ("numeric", "value: 0.5", "value: 2x3"),
    ("numeric", "value: 0.5", "value: 0.5\n        compute: 1 / 2"),
    ("numeric", "        value: 0.5\n", ""),
    ("drawn", "    vars:", "    answer: 3\n    vars:"),
    ("drawn", "    compute: w * h\n", ""),
    ("drawn", "[2, 3.5]", "[]"),
    ("drawn", "[2, 3.5]", "[2, 2]"),
    ("drawn", "from: 1, to: 9", "from: 1"),
    ("drawn", "from: 1, to: 9", "from: 1, to: 9.5"),
    ("drawn", "w: ", "box-width: "),
    ("shape", "answer: 2x3", "answer: [2, 3]"),
    ("shape", "value: (3, 2)", "value: 5"),
    ("order", "[Sort, Keep, Suppress]", "[Sort]"),
    ("order", "Keep", "Sort"),
    ("bug", "detection/box_iou", "box_iou"),
    ("bug", "not_clamped", "../starter"),
    ("bug", "inter = w * h", "'  inter = w * h'"),
    ("code", "kind: code", "kind: open"),
    ("code", "kind: code\n", ""),
    ("code", "kind: code", "kind: code\nid: box_iou"),
    ("code", "detection/iou#practice", "practice"),
    ("code", "minutes: 12.5", "minutes: 0"),
    ("code", "entry: box_iou", "entry: box-iou"),
    ("code", "kb.detection.iou:box_iou", "kb.detection.iou"),
    ("code", "at_most: 20", "at_most: 0"),
    ("code", "kind: code", "kind: code\nedges: {tie: [test_ties]}"),
    ("code", "kind: code", "kind: code\nedges: {ties: []}"),
    ("code", "kind: code", "kind: code\nedges: {ties: [loads]}"),
    ("code", "kind: code", "kind: code\nedges: {ties: [test_ties, test_ties]}"),
    ("code", "kind: code", "kind: code\nedges: {}"),
    ("code", "kind: code", "kind: code\nedges: [ties]"),
]


@pytest.mark.parametrize(("kind", "old", "new"), BAD)
def test_bad_examples_are_refused_by_both(
    write: Write, examples: Examples, kind: str, old: str, new: str
) -> None:
    assert old in examples[kind]
    text = examples[kind].replace(old, new, 2 if kind == "multiple" else 1)
    assert not is_valid(text)
    with pytest.raises(BankError):
        if kind == "code":
            read_exercise(write("detection/box_iou/question.yaml", text))
        else:
            read_page(write("detection/nms.yaml", text))
