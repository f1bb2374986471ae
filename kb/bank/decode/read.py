"""Read one file of a bank. All problems of the file are found before any is reported."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kb.bank.decode.decode import entries, mapping_fields, unknown_key
from kb.bank.decode.document import report
from kb.bank.decode.draft import Draft
from kb.bank.decode.readers import describe, refuse, short
from kb.bank.decode.rules import check
from kb.bank.model.names import FORMS, matches
from kb.bank.model.question import KINDS, Code, Location, Question
from kb.bank.yaml.nodes import Mapping, Node, Scalar, Sequence, compose
from kb.bank.yaml.source import Source, UnreadableError, read

_PAGE = "a mapping with the key 'questions'"
_EXERCISE = "a mapping with kind, title, entry ..."
KNOWLEDGE = tuple(kind for kind in KINDS if kind != "code")


def read_page(file: Path) -> tuple[Question, ...]:
    """The questions of ``<area>/<page>.yaml``. Raises `BankError` with all of the file's problems."""
    source = Source(file)
    topic = f"{file.parent.name}/{file.stem}"
    try:
        _named(source, "area", file.parent.name)
        _named(source, "words", file.stem)
        _suffixed(source)
        read(source)
        questions = _page(source, compose(source, _PAGE), topic)
    except UnreadableError:
        questions = []
    report(source)
    return tuple(questions)


def read_exercise(file: Path) -> Code:
    """The exercise of ``<area>/<name>/question.yaml``. Raises `BankError` with all of the file's problems."""
    source = Source(file)
    id = f"{file.parent.parent.name}/{file.parent.name}"
    code: Question | None = None
    try:
        _named(source, "area", file.parent.parent.name)
        _named(source, "folder", file.parent.name)
        _suffixed(source)
        read(source)
        code = _exercise(source, compose(source, _EXERCISE), id)
    except UnreadableError:
        pass
    report(source)
    assert isinstance(code, Code)
    return code


def _named(source: Source, form: str, name: str) -> None:
    if not matches(form, name):
        raise source.stop(1, 1, f"the name {name!r} in the file's path", FORMS[form].meaning)


def _suffixed(source: Source) -> None:
    if source.file.suffix != ".yaml":
        raise source.stop(1, 1, f"the file name {source.file.name}", f"{source.file.stem}.yaml")


def _page(source: Source, node: Node, topic: str) -> list[Question]:
    if not isinstance(node, Mapping) or node.refused:
        refuse(source, node, _PAGE)
        return []
    unknown = [node.keys[key] for key in node.keys if key != "questions"]
    missing = ["questions"] if "questions" not in node.keys else []
    suggested = [unknown_key(source, key, missing, "a page's file") for key in unknown]
    if missing and "questions" not in suggested:
        source.problem(node.line, node.column, "a file without 'questions'", "questions: a list")
    listed = node.values.get("questions")
    if isinstance(listed, Sequence) and listed.items:
        return _questions(source, listed, topic)
    if isinstance(listed, Sequence):
        source.problem(listed.line, listed.column, "an empty list", "at least one question")
    elif listed is not None:
        refuse(source, listed, "a list of questions")
    return []


def _questions(source: Source, listed: Sequence, topic: str) -> list[Question]:
    first: dict[str, Scalar] = {}
    found: list[Question] = []
    for node in listed.items:
        question = _question(source, node, topic)
        id = node.values.get("id") if isinstance(node, Mapping) else None
        if isinstance(id, Scalar) and first.setdefault(id.text, id) is not id:
            again = f"the id {short(id.text)} a second time (first on line {first[id.text].line})"
            source.problem(id.line, id.column, again, "an id that is unique in the file")
        if question:
            found.append(question)
    return found


def _question(source: Source, node: Node, topic: str) -> Question | None:
    if not isinstance(node, Mapping) or node.refused:
        refuse(source, node, "a question: a mapping with id, kind, prompt ...")
        return None
    kind = _kind(source, node)
    if kind:
        fields = mapping_fields(source, node, entries(KINDS[kind]), f"a question of kind {kind}")
    else:
        fields = mapping_fields(source, node, entries(Question), "a question", _anything())
    if "page" in fields and "#" not in fields["page"]:
        fields["page"] = f"{topic}#{fields['page']}"
    if "id" in fields:
        fields["id"] = f"{topic}/{fields['id']}"
    check(Draft(source, node, kind or "", fields))
    if not kind or source.problems:
        return None  # all of the file is refused
    return KINDS[kind](**fields, location=Location(source.file, node.line, node.column))


def _kind(source: Source, node: Mapping) -> str | None:
    """The kind if a page's file may hold it, else None; ``code`` is reported here, other words elsewhere."""
    kind = node.values.get("kind")
    if not isinstance(kind, Scalar):
        return None
    if kind.text == "code":
        expected = "a folder with question.yaml for a coding exercise, or one of " + ", ".join(KNOWLEDGE)
        source.problem(kind.line, kind.column, "the kind code in a page's file", expected)
        return None
    return kind.text if kind.text in KNOWLEDGE else None


@cache
def _anything() -> frozenset[str]:
    return frozenset(key for kind in KINDS.values() for key in entries(kind))


def _exercise(source: Source, node: Node, id: str) -> Question | None:
    if not isinstance(node, Mapping) or node.refused:
        refuse(source, node, _EXERCISE)
        return None
    kind = node.values.get("kind")
    if isinstance(kind, Scalar) and kind.text in KNOWLEDGE:
        expected = f"code; a question of kind {kind.text} belongs in its page's file"
        source.problem(kind.line, kind.column, describe(kind), expected)
        return None
    known = {key: entry for key, entry in entries(Code).items() if key != "id"}
    if extra := node.keys.get("id"):
        source.problem(extra.line, extra.column, "the key 'id'", f"none: the folder's path is the id, {id}")
    fields = mapping_fields(source, node, known, "an exercise", frozenset(["id"]))
    check(Draft(source, node, "code", {**fields, "id": id}))
    if source.problems:
        return None
    location = Location(source.file, node.line, node.column)
    return Code(**fields, id=id, folder=source.file.parent, location=location)
