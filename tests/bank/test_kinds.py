"""A good question of each kind is read as it was written, and every rule between its fields is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.bank import BankError, Location
from kb.bank.decode.read import read_exercise, read_page
from kb.bank.model.question import (
    Bug,
    FollowUp,
    Multiple,
    Numeric,
    Open,
    Option,
    Order,
    Performance,
    Predict,
    Shape,
    Single,
    Variable,
    WrongValue,
)

Write = Callable[[str, str | bytes], Path]
Examples = dict[str, str]


def test_the_fields_that_every_kind_has(write: Write, examples: Examples) -> None:
    more = "    hints: [Mild, Strong]\n    sources: ['arXiv:1902.09630, section 3']\n"
    more += "    tags: [boxes]\n    formerly: [detection/boxes/old]\n"
    file = write("detection/nms.yaml", examples["order"] + more)
    (question,) = read_page(file)
    assert question == Order(
        id="detection/nms/one",
        rev=1,
        kind="order",
        level=2,
        frequency="common",
        prompt="What is it?",
        why="Because.",
        page="detection/nms#how-it-works",
        hints=("Mild", "Strong"),
        sources=("arXiv:1902.09630, section 3",),
        tags=("boxes",),
        formerly=("detection/boxes/old",),
        location=Location(file, 2, 5),
        steps=("Sort", "Keep", "Suppress"),
    )
    assert question.topic == "detection/nms"
    assert str(question.location) == f"{file}:2:5"


def test_single_and_multiple(write: Write, examples: Examples) -> None:
    (single,) = read_page(write("detection/one.yaml", examples["single"]))
    (multiple,) = read_page(write("detection/two.yaml", examples["multiple"]))
    assert isinstance(single, Single)
    assert isinstance(multiple, Multiple)
    assert single.options == (Option("Wrong", "No."), Option("Right", "Yes.", right=True))
    assert [option.right for option in multiple.options] == [False, True, True]


def test_numeric(write: Write, examples: Examples) -> None:
    (question,) = read_page(write("detection/nms.yaml", examples["numeric"]))
    assert isinstance(question, Numeric)
    assert (question.answer, question.tolerance, question.unit) == (0.25, 0.001, "pixels")
    assert question.compute == "1 / 4"
    first = WrongValue("The union was forgotten.", value=0.5)
    assert question.wrong == (first, WrongValue("Twice that.", compute="2 * 0.25"))


def test_variables(write: Write, examples: Examples) -> None:
    (question,) = read_page(write("detection/nms.yaml", examples["drawn"]))
    assert isinstance(question, Numeric)
    assert question.answer is None
    assert question.variables == (Variable("w", (2, 3.5)), Variable("h", (1, 2, 3, 4, 5, 6, 7, 8, 9)))


@pytest.mark.parametrize(("span", "count"), [("{from: 3, to: 3}", 1), ("{from: -9999, to: 0}", 10_000)])
def test_spans_of_variables(write: Write, examples: Examples, span: str, count: int) -> None:
    (question,) = read_page(write("detection/nms.yaml", examples["drawn"].replace("{from: 1, to: 9}", span)))
    assert isinstance(question, Numeric)
    assert len(question.variables[1].values) == count


def test_values_of_variables(write: Write, examples: Examples) -> None:
    values = "[-1, 1e-3, no, true, [[0, 1], [2, 0.5]], '2']"
    text = examples["drawn"].replace("[2, 3.5]", values).replace("w * h", "h").replace("w + h", "h + 1")
    (question,) = read_page(write("detection/nms.yaml", text))
    assert isinstance(question, Numeric)
    assert question.variables[0].values == (-1, 0.001, "no", True, ((0, 1), (2, 0.5)), "2")


def test_shape_predict_bug_open(write: Write, examples: Examples) -> None:
    (shape,) = read_page(write("detection/shape.yaml", examples["shape"]))
    (predict,) = read_page(write("detection/predict.yaml", examples["predict"]))
    (bug,) = read_page(write("detection/bug.yaml", examples["bug"]))
    (talk,) = read_page(write("detection/open.yaml", examples["open"]))
    assert isinstance(shape, Shape)
    assert isinstance(predict, Predict)
    assert isinstance(bug, Bug)
    assert isinstance(talk, Open)
    assert (shape.answer, shape.wrong) == ("2x3", (WrongValue("Transposed.", value="(3, 2)"),))
    assert (predict.snippet, predict.answer) == ('print(1)\nprint(f"{{x}}")', "1\n{x}")
    assert (bug.exercise, bug.mistake, bug.line) == ("detection/box_iou", "not_clamped", "inter = w * h")
    assert (talk.points, talk.followups) == (("First", "Second"), (FollowUp("And then?", "Then this."),))


def test_code(write: Write, examples: Examples) -> None:
    file = write("detection/box_iou/question.yaml", examples["code"])
    code = read_exercise(file)
    assert (code.id, code.kind, code.topic) == ("detection/box_iou", "code", "detection/iou")
    assert (code.title, code.entry, code.minutes) == ("IoU of boxes", "box_iou", 12.5)
    assert (code.reference, code.forbid) == ("kb.detection.iou:box_iou", ("torchvision.ops.box_iou",))
    assert code.performance == Performance(at_most=20, input="1000 boxes")
    assert (code.folder, code.location) == (file.parent, Location(file, 1, 1))
    assert (code.starter, code.cases) == (file.parent / "starter.py", file.parent / "test_box_iou.py")


# The kind, what is replaced in it (a regular expression) by what, and what is found where.
# The first line of a kind's own fields is line 9; those of `drawn` and `code` are counted in conftest.py.
BROKEN = [
    # What every kind has
    ("open", "id: one", "id: One", "2:9: found the text 'One', expected lower-case words joined by hyphens"),
    ("open", "id: one", "id: one_two", "2:9: found the text 'one_two', expected lower-case words joined"),
    ("open", "id: one", "id: 1", "2:9: found the number 1, expected text"),
    ("open", "id: one", "id: -a", "2:9: found the text '-a', expected lower-case words"),
    ("open", "rev: 1", "rev: 0", "3:10: found the number 0, expected a whole number of at least 1"),
    ("open", "rev: 1", "rev: 1.0", "3:10: found the number 1.0, expected a whole number of at least 1"),
    ("open", "rev: 1", "rev: true", "3:10: found true, expected a whole number"),
    ("open", "rev: 1", "rev: '1'", "3:10: found the text '1', expected a whole number"),
    ("open", "rev: 1", "rev: 01", "3:10: found 01, which YAML 1.1 reads as octal, expected 1, or '01' in"),
    ("open", "rev: 1", "rev: " + "9" * 301, "3:10: found a number of 301 digits, expected at most 300"),
    ("open", "level: 2", "level: 0", "4:12: found the number 0, expected one of 1, 2, 3"),
    ("open", "level: 2", "level: 2.0", "4:12: found the number 2.0, expected one of 1, 2, 3"),
    ("open", "level: 2", "level: true", "4:12: found true, expected one of 1, 2, 3"),
    (
        "open",
        "common",
        "comon",
        "5:16: found the text 'comon', expected 'common' (one of core, common, rare)",
    ),
    ("open", "common", "often", "5:16: found the text 'often', expected one of core, common, rare"),
    ("open", "how-it-works", "'#how-it-works'", "8:11: found the text '#how-it-works', expected an anchor"),
    ("open", "how-it-works", "How it works", "8:11: found the text 'How it works', expected an anchor"),
    ("open", "how-it-works", "nms#derivation", "8:11: found the text 'nms#derivation', expected an anchor"),
    ("open", "how-it-works", "detection/nms", "8:11: found the text 'detection/nms', expected an anchor"),
    ("open", "how-it-works", "#how-it-works", "8:10: found nothing, expected text"),
    ("open", "kind: open", "kind: opne", "9:11: found the text 'opne', expected 'open' (one of single,"),
    (
        "open",
        "kind: open",
        "kind: code",
        "9:11: found the kind code in a page's file, expected a folder with",
    ),
    ("open", "    kind: open\n", "", "2:5: found a question without 'kind', expected kind: How the question"),
    ("open", "    why: .*\n", "", "2:5: found a question of kind open without 'why', expected why: The expl"),
    ("open", "why:", "wyh:", "7:5: found the unknown key 'wyh', expected 'why'"),
    (
        "open",
        "kind: open",
        "kind: open\n    steps: [a, b]",
        "10:5: found the unknown key 'steps', expected a k",
    ),
    (
        "open",
        "What is it",
        "What is {{n}}",
        "6:13: found {{n}}, which is not a variable, expected a name of `v",
    ),
    ("open", "Second", "'{{n}}'", "10:21: found {{n}}, which is not a variable"),
    ("open", "And then", "And {{n}} then", "12:17: found {{n}}, which is not a variable"),
    (
        "open",
        "kind: open",
        "kind: open\n    tags: [Box Regression]",
        "10:12: found the text 'Box Regression'",
    ),
    (
        "open",
        "kind: open",
        "kind: open\n    formerly: [nms]",
        "10:16: found the text 'nms', expected a full id",
    ),
    (
        "open",
        "kind: open",
        "kind: open\n    formerly: [a/b]",
        "10:16: found the id 'a/b', expected area/page/id",
    ),
    (
        "open",
        "kind: open",
        "kind: open\n    formerly: [detection/nms/one]",
        "10:16: found the question's own id",
    ),
    ("open", r"\[First, Second\]", "[]", "10:13: found a list of 0, expected at least 1 item"),
    ("open", "        answer: .*\n", "", "12:9: found a follow-up without 'answer', expected answer: A good"),
    (
        "open",
        r"- prompt: And then\?\n        answer: Then this.",
        "- Then this.",
        "12:9: found the text 'Then this.', expected a mapping with prompt, answer",
    ),
    # single, multiple
    (
        "single",
        "        right: true\n",
        "",
        "11:7: found no right options, expected exactly one with `right: t",
    ),
    (
        "single",
        "why: No.",
        "why: No.\n        right: true",
        "11:7: found 2 right options, expected exactly one",
    ),
    ("single", "right: true", "right: yes", "15:16: found the text 'yes', expected true or false"),
    ("single", "right: true", "right: 1", "15:16: found the number 1, expected true or false"),
    (
        "single",
        "        why: No.\n",
        "",
        "11:9: found an option without 'why', expected why: Why this option",
    ),
    (
        "single",
        "why: No.",
        "why: No.\n        wy: x",
        "13:9: found the unknown key 'wy', expected a key of an",
    ),
    (
        "single",
        "Wrong",
        "Right",
        "13:15: found the option 'Right' a second time, expected options that differ",
    ),
    ("single", r"      - text: Wrong\n.*\n", "", "11:7: found a list of 1, expected at least 2 items"),
    (
        "single",
        "    options:(.|\n)*",
        "    options: Wrong\n",
        "10:14: found the text 'Wrong', expected a list",
    ),
    (
        "single",
        "    options:(.|\n)*",
        "",
        "2:5: found a question of kind single without 'options', expected op",
    ),
    (
        "multiple",
        ", right: true",
        "",
        "11:7: found no right option, expected at least one right and one wrong",
    ),
    (
        "multiple",
        "No.",
        "No., right: true",
        "11:7: found only right options, expected at least one right and",
    ),
    # numeric
    ("numeric", "answer: 0.25", "answer: a quarter", "10:13: found the text 'a quarter', expected a number"),
    ("numeric", "answer: 0.25", "answer: 1_000", "10:13: found the text '1_000', expected a number"),
    ("numeric", "answer: 0.25", "answer: 1:30", "10:13: found the text '1:30', expected a number"),
    ("numeric", "answer: 0.25", "answer: .nan", "10:13: found the number .nan, expected a number"),
    ("numeric", "answer: 0.25", "answer: 1e999", "10:13: found the number 1e999, expected a number"),
    (
        "numeric",
        "    answer: .*\n",
        "",
        "2:5: found a numeric question without 'answer', expected answer, or",
    ),
    ("numeric", "1e-3", "-1", "11:16: found the number -1, expected a number of at least 0"),
    ("numeric", "1e-3", ".inf", "11:16: found the number .inf, expected a number of at least 0"),
    ("numeric", "1e-3", "false", "11:16: found false, expected a number of at least 0"),
    (
        "numeric",
        "1 / 4",
        "1 /",
        "13:14: found the expression '1 /' (it is not a Python expression (invalid syntax)",
    ),
    (
        "numeric",
        "1 / 4",
        "4",
        "13:14: found the number 4, expected text ('4' in quotes if it is text)",
    ),
    (
        "numeric",
        "1 / 4",
        "n / 4",
        "13:14: found the expression 'n / 4' (n is not available), expected one of ",
    ),
    ("numeric", "1 / 4", "np.lode(1)", "13:14: found the expression 'np.lode(1)' (np.lode is not available)"),
    ("numeric", "2 . 0.25", "m", "18:18: found the expression 'm' (m is not available)"),
    ("numeric", "value: 0.5", "value: 2x3", "16:16: found the text '2x3', expected a number"),
    (
        "numeric",
        "value: 0.5",
        "value: 0.2505",
        "16:16: found 0.2505, which is the right answer, expected a wr",
    ),
    ("numeric", "value: 0.5", "value: true", "16:16: found true, expected a number, or a shape such as 2x3"),
    ("numeric", "value: 0.5", "value: .inf", "16:16: found the number .inf, expected a number, or a shape"),
    ("numeric", "value: 0.5", "value: 0.5\n        compute: 1 / 2", "15:9: found both `value` and `compute`"),
    (
        "numeric",
        "        value: .*\n",
        "",
        "15:9: found neither `value` nor `compute`, expected one of `value`",
    ),
    (
        "numeric",
        "compute: 2 . 0.25",
        "value: 0.5",
        "18:16: found 0.5 a second time, expected each wrong value",
    ),
    # vars
    (
        "drawn",
        "    vars:",
        "    answer: 3\n    vars:",
        "11:13: found an answer as well as `vars`, expected `compute`",
    ),
    ("drawn", "    compute: w . h\n", "", "12:7: found `vars` without `compute`, expected compute: an"),
    ("drawn", r"w: \[2, 3.5\]", "w: []", "12:10: found nothing, expected a list of values, or {from: 1, to:"),
    ("drawn", r"w: \[2, 3.5\]", "w: 2", "12:10: found the number 2, expected a list of values, or {from: 1"),
    ("drawn", r"w: \[2, 3.5\]", "w: [2, 2]", "12:14: found 2 a second time, expected each value once"),
    (
        "drawn",
        r"w: \[2, 3.5\]",
        "w: [2, null]",
        "12:14: found nothing, expected a number, true, false, a text",
    ),
    ("drawn", r"w: \[2, 3.5\]", "w: [2, {a: 1}]", "12:14: found a mapping, expected a number, true, false"),
    ("drawn", r"w: \[2, 3.5\]", "w: [2, []]", "12:14: found nothing, expected a number, true, false"),
    ("drawn", r"w: \[2, 3.5\]", "w: [2, .inf]", "12:14: found the number .inf, expected a number, true"),
    (
        "drawn",
        r"w: \[2, 3.5\]",
        "w: [2, 010]",
        "12:14: found 010, which YAML 1.1 reads as octal, expected 10,",
    ),
    (
        "drawn",
        "from: 1, to: 9",
        "from: 9, to: 1",
        "13:10: found nothing between 9 and 1, expected 1 to 10000",
    ),
    (
        "drawn",
        "from: 1, to: 9",
        "from: 0, to: 10000",
        "13:10: found 10001 values, expected 1 to 10000 values",
    ),
    ("drawn", "from: 1, to: 9", "from: 1, to: 9.5", "13:24: found the number 9.5, expected a whole number"),
    (
        "drawn",
        "from: 1, to: 9",
        "from: 1",
        "13:10: found a mapping, expected a list of values, or {from: 1, ",
    ),
    (
        "drawn",
        "from: 1, to: 9",
        "from: 1, to: 9, step: 2",
        "13:10: found a mapping, expected a list of values",
    ),
    (
        "drawn",
        "w: ",
        "lambda: ",
        "12:7: found the variable 'lambda', expected a Python name other than those",
    ),
    (
        "drawn",
        "w: ",
        "np: ",
        "12:7: found the variable 'np', expected a Python name other than those of expr",
    ),
    ("drawn", "w: ", "box-width: ", "12:7: found the variable 'box-width', expected a Python name"),
    ("drawn", "w: ", "true: ", "12:7: found the key 'true', expected a word as key"),
    (
        "drawn",
        "vars:(.|\n)*compute: w",
        "vars: {}\n    compute: w",
        "11:11: found nothing, expected a mapping",
    ),
    (
        "drawn",
        "vars:(.|\n)*compute: w",
        "vars: [w]\n    compute: w",
        "11:11: found a list, expected a mapping",
    ),
    (
        "drawn",
        "why: It is {{w}}",
        "why: It is {{ww}}",
        "7:10: found {{ww}}, which is not a variable, expected {{w}",
    ),
    (
        "drawn",
        "Not {{w}} plus",
        "Not {{k}} plus",
        "10:13: found {{k}}, which is not a variable, expected a name",
    ),
    ("drawn", "That is {{w}}", "That is {{x_y}}", "16:14: found {{x_y}}, which is not a variable"),
    ("drawn", "A box of {{w}} by", "A box of", "12:7: found the variable w, which the prompt does not show"),
    ("drawn", "compute: w . h", "compute: w * d", "14:14: found the expression 'w * d' (d is not available)"),
    # shape
    (
        "shape",
        "answer: 2x3",
        "answer: 2xx3",
        "10:13: found '2xx3', expected a shape such as 2x3, (2, 3), (5,) or",
    ),
    ("shape", "answer: 2x3", "answer: [2, 3]", "10:13: found a list, expected text (in quotes if it starts"),
    ("shape", "answer: 2x3", "answer: 0x3", "10:13: found the number 0x3, expected text ('0x3' in quotes if"),
    ("shape", "answer: 2x3", "answer: -1x3", "10:13: found '-1x3', expected a shape"),
    ("shape", r"value: \(3, 2\)", "value: 5", "14:16: found '5', expected a shape such as 2x3, (2, 3), (5,)"),
    ("shape", r"value: \(3, 2\)", "value: wide", "14:16: found 'wide', expected a shape"),
    (
        "shape",
        r"value: \(3, 2\)",
        "value: (2, 3)",
        "14:16: found (2, 3), which is the right answer, expected a",
    ),
    (
        "shape",
        "    answer: .*\n",
        "",
        "2:5: found a shape question without 'answer', expected answer, or `vars`",
    ),
    # order, predict, bug
    ("order", r"\[Sort, Keep, Suppress\]", "[Sort]", "10:12: found a list of 1, expected at least 2 items"),
    (
        "order",
        "Keep",
        "Sort",
        "10:19: found 'Sort' a second time (first on line 10), expected each item once",
    ),
    ("order", "Keep", "''", "10:19: found empty text, expected text that is not empty"),
    ("predict", r"answer: (.|\n)*", "answer: 1\n", "13:13: found the number 1, expected text ('1' in quotes"),
    (
        "predict",
        r"snippet: \|(.|\n)*answer",
        "answer",
        "2:5: found a question of kind predict without 'snippet'",
    ),
    (
        "bug",
        "detection/box_iou",
        "box_iou",
        "10:15: found the text 'box_iou', expected an exercise's id, such",
    ),
    (
        "bug",
        "detection/box_iou",
        "../box_iou",
        "10:15: found the text '../box_iou', expected an exercise's id",
    ),
    (
        "bug",
        "not_clamped",
        "not_clamped.py",
        "11:14: found the text 'not_clamped.py', expected a file's name",
    ),
    (
        "bug",
        "not_clamped",
        "../starter",
        "11:14: found the text '../starter', expected a file's name without",
    ),
    (
        "bug",
        "inter = w . h",
        "'  inter = w * h'",
        "12:11: found the text '  inter = w * h', expected one line",
    ),
    (
        "bug",
        "inter = w . h",
        "|\n      a = 1\n      b = 2",
        "12:11: found the text 'a = 1\\nb = 2', expected one",
    ),
    # code
    (
        "code",
        "kind: code",
        "kind: open",
        "1:7: found the text 'open', expected code; a question of kind open",
    ),
    (
        "code",
        "kind: code",
        "kind: cod",
        "1:7: found the text 'cod', expected 'code' (one of single, multiple",
    ),
    (
        "code",
        "kind: code\n",
        "",
        "1:1: found an exercise without 'kind', expected kind: How the question is ans",
    ),
    (
        "code",
        "kind: code",
        "kind: code\nid: box_iou",
        "2:1: found the key 'id', expected none: the folder's path",
    ),
    (
        "code",
        "detection/iou#practice",
        "practice",
        "8:7: found the text 'practice', expected area/page#anchor",
    ),
    (
        "code",
        "detection/iou#practice",
        "cnn/iou#practice",
        "8:7: found a page of cnn, expected one of the exerc",
    ),
    ("code", "minutes: 12.5", "minutes: 0", "10:10: found the number 0, expected a number above 0"),
    ("code", "minutes: 12.5", "minutes: 5 min", "10:10: found the text '5 min', expected a number above 0"),
    ("code", "entry: box_iou", "entry: box-iou", "9:8: found the text 'box-iou', expected a Python name"),
    (
        "code",
        "kb.detection.iou:box_iou",
        "kb.detection.iou",
        "11:12: found the text 'kb.detection.iou', expected m",
    ),
    (
        "code",
        "torchvision.ops.box_iou",
        "torch softmax",
        "12:10: found the text 'torch softmax', expected a dotted",
    ),
    ("code", "at_most: 20", "at_most: -1", "14:12: found the number -1, expected a number above 0"),
    ("code", "  input: .*\n", "", "14:3: found an entry without 'input', expected input: What is timed"),
    (
        "code",
        "rev: 1",
        "rev: 1\nformerly: [detection/a/b]",
        "3:12: found the id 'detection/a/b', expected area/name",
    ),
    ("code", "title:", "titel:", "5:1: found the unknown key 'titel', expected 'title'"),
    ("code", "(.|\n)*", "- a\n", "1:1: found a list, expected a mapping with kind, title, entry ..."),
]


@pytest.mark.parametrize(("kind", "line", "instead", "expected"), BROKEN)
def test_broken(write: Write, examples: Examples, kind: str, line: str, instead: str, expected: str) -> None:
    text = re.sub(line, instead.replace("\\", "\\\\"), examples[kind], count=2 if kind == "multiple" else 1)
    assert text != examples[kind]
    file = write("detection/nms/question.yaml" if kind == "code" else "detection/nms.yaml", text)
    with pytest.raises(BankError) as caught:
        read_exercise(file) if kind == "code" else read_page(file)
    found = str(caught.value).splitlines()
    assert len(found) == 1
    assert found[0].startswith(f"{file}:{expected}")


def test_ids_are_unique_in_a_file(write: Write, examples: Examples) -> None:
    order = examples["order"].removeprefix("questions:\n")
    file = write("detection/nms.yaml", examples["open"] + order.replace("id: one", "id: two") + order)
    with pytest.raises(BankError) as caught:
        read_page(file)
    again = "found the id 'one' a second time (first on line 2), expected an id that is unique in the file"
    assert str(caught.value) == f"{file}:23:9: {again}"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (
            "detection/IoU.yaml",
            "the name 'IoU' in the file's path, expected lower-case words joined by hyphens",
        ),
        ("detection/iou_losses.yaml", "the name 'iou_losses' in the file's path, expected lower-case words"),
        ("My Area/iou.yaml", "the name 'My Area' in the file's path, expected an area in lower case"),
        ("detection/iou.yml", "the file name iou.yml, expected iou.yaml"),
    ],
)
def test_names_of_files(write: Write, examples: Examples, name: str, found: str) -> None:
    file = write(name, examples["open"])
    with pytest.raises(BankError) as caught:
        read_page(file)
    assert str(caught.value).startswith(f"{file}:1:1: found {found}")


def test_names_of_areas(write: Write, examples: Examples) -> None:
    file = write("Detection/box_iou/question.yaml", examples["code"])
    with pytest.raises(
        BankError, match="found the name 'Detection' in the file's path, expected an area in lower"
    ):
        read_exercise(file)


@pytest.mark.parametrize("name", ["box-iou", "Box_iou", "2d_iou", "box iou"])
def test_names_of_exercises(write: Write, examples: Examples, name: str) -> None:
    file = write(f"detection/{name}/question.yaml", examples["code"])
    with pytest.raises(BankError) as caught:
        read_exercise(file)
    expected = f"found the name {name!r} in the file's path, expected lower-case words joined by underscores"
    assert str(caught.value) == f"{file}:1:1: {expected}"
