"""Rules between the fields of a question, beyond the type of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kb.bank.decode import answers
from kb.bank.decode.draft import Draft, Path
from kb.bank.decode.readers import short
from kb.bank.model.braces import used
from kb.bank.model.names import FORMS, close, matches
from kb.bank.model.question import Option
from kb.bank.yaml.nodes import Mapping, Node, Scalar, Sequence


def check(draft: Draft) -> None:
    """Note every rule that the question breaks."""
    for rule in (*_COMMON, *_RULES.get(draft.kind, ())):
        rule(draft)


def _formerly(draft: Draft) -> None:
    code = draft.kind == "code"
    for index, id in enumerate(draft.fields.get("formerly", ())):
        if (id.count("/") == 1) != code:
            expected = "area/name of an exercise" if code else "area/page/id of a question"
            draft.problem(("formerly", index), f"the id {short(id)}", expected)
        if id == draft.fields.get("id"):
            draft.problem(("formerly", index), "the question's own id", "an id that it had before")


def _options(draft: Draft) -> None:
    options: tuple[Option, ...] = draft.fields.get("options", ())
    first: dict[str, int] = {}
    for index, option in enumerate(options):
        if first.setdefault(option.text, index) != index:
            found = f"the option {short(option.text)} a second time"
            draft.problem(("options", index, "text"), found, "options that differ")


def _one_right(draft: Draft) -> None:
    if options := draft.fields.get("options"):
        right = sum(option.right for option in options)
        if right != 1:
            draft.problem(("options",), f"{right or 'no'} right options", "exactly one with `right: true`")


def _right_and_wrong(draft: Draft) -> None:
    if options := draft.fields.get("options"):
        right = sum(option.right for option in options)
        if right in (0, len(options)):
            found = "only right options" if right else "no right option"
            draft.problem(("options",), found, "at least one right and one wrong option")


def _braces(draft: Draft) -> None:
    """Every {{name}} is declared, and every declared name is shown to the learner."""
    declared = [variable.name for variable in draft.fields.get("variables", ())]
    if draft.written("vars") and not declared:
        return  # they could not be read
    for path, text in _texts(draft.node):
        for name in dict.fromkeys(used(text)):
            if name not in declared:
                near = close(name, declared, 1)
                expected = (
                    f"{{{{{near[0]}}}}}" if near else "a name of `vars` (in LaTeX put a space between braces)"
                )
                draft.problem(path, f"{{{{{name}}}}}, which is not a variable", expected)
    shown = used(draft.fields.get("prompt", "{{" + "}}{{".join(declared) + "}}"))
    for name in declared:
        if name not in shown:
            key = _variable_key(draft, name)
            found = f"the variable {name}, which the prompt does not show"
            draft.source.problem(key.line, key.column, found, f"{{{{{name}}}}} in the prompt")


def _variable_key(draft: Draft, name: str) -> Scalar:
    node = draft.node.values["vars"]
    assert isinstance(node, Mapping)
    return node.keys[name]


_SHOWN = ("prompt", "why", "hints", "options", "wrong", "steps", "points", "followups", "text", "answer")


def _texts(node: Node, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text that the learner reads, with its path; not code."""
    if isinstance(node, Scalar):
        if path and isinstance(node.value, str):
            yield path, node.text
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from _texts(item, (*path, index))
    elif isinstance(node, Mapping) and not node.refused:
        code = "snippet" in node.keys
        for key, value in node.values.items():
            if key in _SHOWN and not (code and key == "answer"):
                yield from _texts(value, (*path, key))


def _exercise_page(draft: Draft) -> None:
    """An exercise belongs to a page of its own area, where loading looks for it."""
    page = draft.fields.get("page")
    if page is None:
        return
    if not matches("full page", page):
        draft.problem(("page",), f"the text {short(page)}", FORMS["full page"].meaning)
    elif page.partition("/")[0] != draft.source.file.parent.parent.name:
        found = f"a page of {page.partition('/')[0]}"
        draft.problem(
            ("page",), found, f"one of the exercise's own area, {draft.source.file.parent.parent.name}/..."
        )


Rule = Callable[[Draft], None]
_COMMON: tuple[Rule, ...] = (_formerly, _braces)
_RULES: dict[str, tuple[Rule, ...]] = {
    "single": (_options, _one_right),
    "multiple": (_options, _right_and_wrong),
    "numeric": (answers.answer, answers.expressions, answers.wrong_values),
    "shape": (answers.answer, answers.expressions, answers.wrong_values, answers.shape),
    "code": (_exercise_page,),
}
