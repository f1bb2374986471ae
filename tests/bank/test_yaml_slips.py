"""Every kind of slip that YAML invites: each is found where it is, and said in words that help.

The expected positions are counted by hand in the text; both of PyYAML's parsers have to agree on them.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kb.bank import BankError
from kb.bank.decode.read import read_page
from kb.bank.model.question import Open
from kb.bank.yaml import nodes

from_python = pytest.param(nodes.PythonLoader, id="pure Python")
from_c = pytest.param(
    getattr(yaml, "CSafeLoader", None),
    id="libyaml",
    marks=pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="PyYAML was built without libyaml"),
)

# Nine lines; what is tested follows in line 10. A value of a key like `prompt` starts in column 13.
HEAD = """\
questions:
  - id: one
    rev: 1
    kind: open
    level: 1
    frequency: core
    page: how-it-works
    why: Because.
    points: [First]
"""


@pytest.fixture(params=[from_c, from_python], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "_Loader", request.param)


def problems(tmp_path: Path, content: str | bytes) -> list[str]:
    """``line:column: found ..., expected ...`` of each problem of a page's file."""
    file = tmp_path / "detection" / "nms.yaml"
    file.parent.mkdir()
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(BankError) as caught:
        read_page(file)
    lines = str(caught.value).splitlines()
    assert all(line.startswith(f"{file}:") for line in lines)
    return [line.removeprefix(f"{file}:") for line in lines]


SYNTAX = [
    # Indentation
    ("tab as indentation", "\tprompt: What?\n", "10:1: found a tab, expected spaces"),
    ("tab in a list", "    prompt: What?\n    hints:\n\t- one\n", "12:1: found a tab"),
    (
        "key indented too far",
        "    prompt: What?\n      tags: [x]\n",
        "11:11: found a colon in unquoted text",
    ),
    (
        "key indented too little",
        "   prompt: What?\n",
        "10:4: found something that is not an item of the list",
    ),
    (
        "list without dash",
        "    prompt: What?\n    hints:\n      - a\n      b\n",
        "13:7: found a line that is not",
    ),
    ("no space after the colon", "    prompt:What?\n", "10:5: found a line that is not `key: value`"),
    ("full-width colon", "    prompt：What?\n", "10:5: found a line that is not `key: value`"),
    ("no colon", "    prompt: What?\n    just text\n    tags: [x]\n", "11:5: found a line that is not"),
    # Quotes and indicators
    ("colon in a text", "    prompt: What is this: a test\n", "10:25: found a colon in unquoted text"),
    ("quote never closed", '    prompt: "What\n', "10:13: found a quote that is never closed"),
    ("single quote never closed", "    prompt: 'What\n", "10:13: found a quote that is never closed"),
    ("apostrophe in single quotes", "    prompt: 'don't'\n", "10:18: found something that is neither"),
    (
        "text after a quote",
        '    prompt: "IoU" is?\n',
        "10:19: found something that is neither a key nor a value",
    ),
    ("bold", "    prompt: **bold** text\n", "10:13: found unquoted text that starts with *"),
    ("at sign", "    prompt: @what\n", "10:13: found unquoted text that starts with @"),
    ("code in backticks", "    prompt: `nms` is what?\n", "10:13: found unquoted text that starts with `"),
    ("percent sign", "    prompt: %5 of what?\n", "10:13: found unquoted text that starts with %"),
    ("two ampersands", "    prompt: && or ||?\n", "10:13: found unquoted text that starts with &"),
    ("text beside a bar", "    prompt: | What?\n", "10:15: found text on the line of a | or >"),
    ("greater than", "    prompt: > 0.5 of what?\n", "10:15: found text on the line of a | or >"),
    ("zero beside a bar", "    prompt: |0\n      What?\n", "10:14: found a 0 after | or >"),
    ("question mark", "    prompt: ? what\n", "10:13: found a list or a key in the middle of a line"),
    ("dash as text", "    prompt: - 1 is what?\n", "10:13: found a list or a key in the middle of a line"),
    ("comma as text", "    prompt: , and?\n", "10:13: found a bracket or comma where a value belongs"),
    ("closing bracket", "    prompt: ] is what?\n", "10:13: found a bracket or comma where a value belongs"),
    # Lists and mappings in brackets
    ("bracket never closed", "    hints: [one, two\n    tags: [x]\n", "10:12: found a [ that is not closed"),
    ("bracket never closed at the end", "    hints: [one\n", "10:12: found a [ that is not closed"),
    ("comma missing", "    hints: ['one' 'two']\n", "10:12: found a [ that is not closed, or a comma"),
    ("brace never closed", "    prompt: {n\n", "10:13: found a { that is not closed"),
    # LaTeX in double quotes
    ("unknown escape", '    prompt: "What is $\\pi$?"\n', "10:23: found the escape \\p in double quotes"),
    ("short hex escape", '    prompt: "What is $\\xi$?"\n', "10:23: found the escape \\x in double quotes"),
    (
        "short unicode escape",
        '    prompt: "$\\underline x$"\n',
        "10:15: found the escape \\u in double quotes",
    ),
    # Documents
    (
        "second document",
        "    prompt: What?\n---\na: 1\n",
        "11:1: found a second document (---), expected one",
    ),
    ("text after the end", "    prompt: What?\n...\nmore\n", "12:1: found something after the end"),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*slip[1:], id=slip[0]) for slip in SYNTAX])
def test_syntax(tmp_path: Path, text: str, expected: str) -> None:
    found = problems(tmp_path, HEAD + text)
    assert len(found) == 1
    assert found[0].startswith(expected)


REFUSED = [
    # What a bank has no use for
    ("alias", "    prompt: *bold\n", "10:13: found the alias *bold, expected the value itself"),
    ("anchor", "    prompt: &x What?\n", "10:13: found the anchor &x, expected no anchors"),
    ("anchor of a list", "    prompt: What?\n    hints: &x [a]\n", "11:12: found the anchor &x"),
    ("tag", "    prompt: !!str 5\n", "10:13: found the tag !!str, expected no tags"),
    ("own tag", "    prompt: !important thing\n", "10:13: found the tag !important, expected no tags"),
    (
        "Python object",
        "    prompt: !!python/object/apply:os.system [ls]\n",
        "10:13: found the tag !!python/object",
    ),
    ("merge key", "    prompt: What?\n    <<: {tags: [x]}\n", "11:5: found the merge key <<"),
    (
        "key twice",
        "    prompt: What?\n    rev: 2\n",
        "11:5: found the key 'rev' a second time (first on line 3)",
    ),
    ("key twice, quoted", "    prompt: What?\n    'rev': 2\n", "11:5: found the key 'rev' a second time"),
    ("list as a key", "    prompt: What?\n    [a]: b\n", "11:5: found a list as a key, expected a word"),
    ("number as a key", "    prompt: What?\n    1: b\n", "11:5: found the key '1', expected a word"),
    ("truth as a key", "    prompt: What?\n    true: b\n", "11:5: found the key 'true', expected a word"),
    (
        "variable without quotes",
        "    prompt: {{n}}\n",
        "10:14: found a mapping as a key, expected a word; put",
    ),
    (
        "variable and text",
        "    prompt: {{n}} boxes\n",
        "10:14: found a mapping as a key, expected a word; put",
    ),
    # Escapes that YAML knows and LaTeX means otherwise
    ("theta", '    prompt: "What is $\\theta$?"\n', "10:23: found the escape \\t in double quotes"),
    (
        "nabla",
        '    prompt: "is $\\nabla$"\n',
        "10:18: found the escape \\n in double quotes, expected single",
    ),
    ("frac", '    prompt: "is $\\frac12$"\n', "10:18: found the escape \\f in double quotes"),
    ("second line", '    prompt: "is\n      $\\beta$"\n', "11:8: found the escape \\b in double quotes"),
    # Text that is cut, swallowed or something else
    (
        "number sign in a text",
        "    prompt: the # of boxes\n",
        "10:17: found a comment after unquoted text",
    ),
    ("value is a comment", "    prompt: #5\n", "10:12: found nothing, expected text"),
    ("no value", "    prompt:\n", "10:12: found nothing, expected text"),
    ("null", "    prompt: null\n", "10:13: found nothing, expected text ('null' in quotes if it is text"),
    ("tilde", "    prompt: ~\n", "10:13: found nothing, expected text"),
    ("empty quotes", "    prompt: ''\n", "10:13: found empty text, expected text that is not empty"),
    ("spaces", "    prompt: '  '\n", "10:13: found empty text, expected text that is not empty"),
    ("empty block", "    prompt: |\n\n", "10:13: found empty text, expected text that is not empty"),
    ("number for text", "    prompt: 3\n", "10:13: found the number 3, expected text ('3' in quotes"),
    ("hexadecimal for text", "    prompt: 0x3\n", "10:13: found the number 0x3, expected text ('0x3' in"),
    ("truth for text", "    prompt: true\n", "10:13: found true, expected text ('true' in quotes"),
    (
        "leading zero for text",
        "    prompt: 012\n",
        "10:13: found 012, which YAML 1.1 reads as octal, expected 12",
    ),
    (
        "list for text",
        "    prompt: [2, 3]\n",
        "10:13: found a list, expected text (in quotes if it starts with [",
    ),
    ("mapping for text", "    prompt: {a: b}\n", "10:13: found a mapping, expected text (in quotes"),
    (
        "dashes without spaces",
        "    prompt: What?\n    hints:\n      -one\n      -two\n",
        "12:7: found the text '-one -two', expected a list (a dash needs a space",
    ),
    (
        "text for a list",
        "    prompt: What?\n    hints: one\n",
        "11:12: found the text 'one', expected a list",
    ),
    (
        "mapping in a list",
        "    prompt: What?\n    hints:\n      - a: b\n",
        "12:9: found a mapping, expected text",
    ),
    ("nothing in a list", "    prompt: What?\n    hints:\n      -\n", "12:8: found nothing, expected text"),
    (
        "item twice",
        "    prompt: What?\n    hints: [a, b, a]\n",
        "11:19: found 'a' a second time (first on line 11)",
    ),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*slip[1:], id=slip[0]) for slip in REFUSED])
def test_refused(tmp_path: Path, text: str, expected: str) -> None:
    found = problems(tmp_path, HEAD + text)
    assert len(found) == 1
    assert found[0].startswith(expected)


WHOLE = [
    ("empty file", "", "1:1: found an empty file, expected a mapping with the key 'questions'"),
    ("comments only", "# nothing yet\n", "1:1: found an empty file, expected a mapping"),
    ("empty document", "---\n", "2:1: found nothing, expected a mapping with the key 'questions'"),
    ("text", "hello\n", "1:1: found the text 'hello', expected a mapping with the key 'questions'"),
    ("number", "3\n", "1:1: found the number 3, expected a mapping"),
    ("list", "- id: one\n", "1:1: found a list, expected a mapping with the key 'questions'"),
    ("no questions", "questions:\n", "1:11: found nothing, expected a list of questions"),
    ("text as questions", "questions: many\n", "1:12: found the text 'many', expected a list of questions"),
    ("empty list", "questions: []\n", "1:12: found an empty list, expected at least one question"),
    ("empty item", "questions:\n  -\n", "2:4: found nothing, expected a question: a mapping"),
    ("misspelt", "question:\n  - id: one\n", "1:1: found the unknown key 'question', expected 'questions'"),
    ("YAML directive", "%YAML 1.1\n---\nquestions: []\n", "1:1: found a % directive, expected YAML without"),
    ("tag directive", "%TAG ! !x\n---\nquestions: []\n", "1:1: found a % directive, expected YAML without"),
    ("deep brackets", "questions: " + "[" * 100_000, "1:31: found nesting deeper than 20 levels"),
    ("deep dashes", "questions:\n" + "- " * 100_000, "2:39: found nesting deeper than 20 levels"),
    ("deep braces", "questions: " + "{a: " * 100_000, "1:88: found nesting deeper than 20 levels"),
    ("control character", "questions: a\x07b\n", "1:13: found the invisible character U+0007"),
    ("zero byte", "questions: a\0b\n", "1:13: found the invisible character U+0000"),
    ("next line", "# a\nquestions: a\x85b\n", "2:13: found the invisible character U+0085"),
    ("line separator", "# a\r\nquestions: a\u2028b\n", "2:13: found the invisible character U+2028"),
    ("byte order mark inside", "# a\nquestions: \ufeffb\n", "2:12: found the invisible character U+FEFF"),
    ("Latin-1", "# größe\n".encode() + b"# gr\xf6\xdfe\n", "2:5: found the byte 0xf6, which is not UTF-8"),
    ("Latin-1 after a mark", b"\xef\xbb\xbf# gr\xf6\xdfe\n", "1:5: found the byte 0xf6, which is not UTF-8"),
    ("UTF-16", "questions: []\n".encode("utf-16"), "1:1: found the byte 0xff, which is not UTF-8"),
    (
        "binary",
        b"\x89PNG\r\n\x1a\n",
        "1:1: found the byte 0x89, which is not UTF-8, expected a file saved as UTF-8",
    ),
    ("huge", b"# " + b"x" * 2**22, "1:1: found a file of more than 4194304 bytes, expected a smaller one"),
]


@pytest.mark.parametrize(("content", "expected"), [pytest.param(*slip[1:], id=slip[0]) for slip in WHOLE])
def test_whole_file(tmp_path: Path, content: str | bytes, expected: str) -> None:
    found = problems(tmp_path, content)
    assert len(found) == 1
    assert found[0].startswith(expected)


AS_MEANT = [
    ("plain", "What is IoU?", "What is IoU?"),
    ("no", "no", "no"),
    ("yes", "yes", "yes"),
    ("on", "on", "on"),
    ("Off", "Off", "Off"),
    ("y", "y", "y"),
    ("sexagesimal", "1:30", "1:30"),
    ("date", "2024-01-31", "2024-01-31"),
    ("time stamp", "2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"),
    ("underscore", "1_000", "1_000"),
    ("binary", "0b11", "0b11"),
    ("version", "1.2.3", "1.2.3"),
    ("decimal comma", "0,5", "0,5"),
    ("shape", "(2, 3)", "(2, 3)"),
    ("equals sign", "=", "="),
    ("less than", "< 0.5", "< 0.5"),
    ("hash inside a word", "C#", "C#"),
    ("number in quotes", "'3'", "3"),
    ("LaTeX", r"$\frac{1}{2} \theta$", r"$\frac{1}{2} \theta$"),
    ("LaTeX in single quotes", r"'IoU: $\nabla$'", r"IoU: $\nabla$"),
    ("quote in single quotes", "'don''t'", "don't"),
    ("escaped backslash", r'"$\\theta$ is \"what\""', r'$\theta$ is "what"'),
    ("variable in quotes", "'set {a} and b'", "set {a} and b"),
    ("Chinese", "交并比是什么?", "交并比是什么?"),
    ("emoji", "😀 what?", "😀 what?"),
    (
        "block",
        "|\n      First $\\theta$: # 1\n        - indented\n\n      Last\n",
        "First $\\theta$: # 1\n  - indented\n\nLast",
    ),
    ("block without indentation mark", "|-\n      First\n", "First"),
    ("folded", ">\n      First\n      second\n", "First second"),
    ("several lines", "First\n      second", "First second"),
    ("comment after quotes", "'What is it?'  # a comment", "What is it?"),
    ("comment on its own line", "What is it?\n    # a comment", "What is it?"),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case[1:], id=case[0]) for case in AS_MEANT])
@pytest.mark.parametrize("newline", [pytest.param("\n", id="LF"), pytest.param("\r\n", id="CRLF")])
def test_read_as_meant(tmp_path: Path, text: str, expected: str, newline: str) -> None:
    file = tmp_path / "detection" / "nms.yaml"
    file.parent.mkdir()
    file.write_bytes(f"{HEAD}    prompt: {text}\n".replace("\n", newline).encode())
    (question,) = read_page(file)
    assert isinstance(question, Open)
    assert question.prompt == expected
    assert (question.location.line, question.location.column) == (2, 5)


def test_a_byte_order_mark_at_the_start_is_no_character(tmp_path: Path) -> None:
    found = problems(tmp_path, b"\xef\xbb\xbfquestion: 1\n")
    assert found == ["1:1: found the unknown key 'question', expected 'questions'"]


def test_columns_count_characters(tmp_path: Path) -> None:
    found = problems(tmp_path, HEAD + "    prompt: 交并比\n    hints: [😀, 'ö', 5]\n")
    assert [line.partition(": ")[0] for line in found] == ["11:21"]


def test_all_problems_of_a_file_at_once_in_order(tmp_path: Path) -> None:
    text = """\
questions:
  - id: Not OK
    rev: 0
    kind: singel
    level: 4
    level: 1
    frequency: always
    prompt: What?
    promtp: What?
    page: How it works
  - id: two
    rev: '1'
    kind: single
    level: 1
    frequency: core
    prompt: ''
    page: how-it-works
    options:
      - text: Yes
        right: yes
      - text: 3
        why: Because.
        rigth: true
"""
    found = [line.partition(", expected")[0] for line in problems(tmp_path, text)]
    assert found == [
        "2:5: found a question without 'why'",
        "2:9: found the text 'Not OK'",
        "3:10: found the number 0",
        "4:11: found the text 'singel'",
        "5:12: found the number 4",
        "6:5: found the key 'level' a second time (first on line 5)",
        "7:16: found the text 'always'",
        "9:5: found the unknown key 'promtp'",
        "10:11: found the text 'How it works'",
        "11:5: found a question of kind single without 'why'",
        "12:10: found the text '1'",
        "16:13: found empty text",
        "19:9: found an option without 'why'",
        "20:16: found the text 'yes'",
        "21:15: found the number 3",
        "23:9: found the unknown key 'rigth'",
    ]
