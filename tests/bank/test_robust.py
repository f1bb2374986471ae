"""Whatever a file holds: questions come back, or `BankError` with positions inside the file; never anything else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.bank import BankError
from kb.bank.decode.read import read_exercise, read_page
from kb.bank.yaml import nodes
from kb.bank.yaml.scalars import Trap, resolve

Examples = dict[str, str]
QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def caught(reader: Callable[[Path], object], file: Path, data: bytes) -> BankError | None:
    """What reading these bytes says; any other exception fails the test."""
    file.write_bytes(data)
    try:
        reader(file)
    except BankError as error:
        return error
    return None


def checked(file: Path, error: BankError, data: bytes) -> list[str]:
    """The problems as lines, after it was checked that each is one and points into the file."""
    lines = data.decode("utf-8", "replace").splitlines() or [""]
    assert error.problems
    for problem in error.problems:
        assert problem.location.file == file
        assert 1 <= problem.location.line <= len(lines) + 1  # a parser may point behind the last character
        assert problem.location.column >= 1
        assert len(str(problem).splitlines()) == 1, str(problem)
    places = [(problem.location.line, problem.location.column) for problem in error.problems]
    assert places == sorted(places)
    return [str(problem) for problem in error.problems]


@pytest.fixture
def outcome(tmp_path: Path) -> Callable[[bytes], list[str]]:
    """Reads bytes as a page and as an exercise; gives back the problems' lines, checked for their form."""
    page = tmp_path / "detection" / "nms.yaml"
    exercise = tmp_path / "detection" / "nms" / "question.yaml"
    exercise.parent.mkdir(parents=True)

    def read(data: bytes) -> list[str]:
        file_and_error = (
            (page, caught(read_page, page, data)),
            (exercise, caught(read_exercise, exercise, data)),
        )
        return [line for file, error in file_and_error if error for line in checked(file, error, data)]

    return read


Outcome = Callable[[bytes], list[str]]


@QUIET
@given(data=st.binary(max_size=200))
def test_bytes(outcome: Outcome, data: bytes) -> None:
    assert outcome(data)


@QUIET
@given(text=st.text(max_size=200))
def test_text(outcome: Outcome, text: str) -> None:
    assert outcome(text.encode("utf-8", "surrogatepass"))


INDICATORS = st.text(alphabet="-:?[]{},&*!|>'\"%@`#~ \t\n\\abt10.{}", max_size=40)


@QUIET
@given(before=INDICATORS, after=INDICATORS)
def test_indicators(outcome: Outcome, before: str, after: str) -> None:
    outcome(f"questions:\n  - id: {before}\n    prompt: {after}\n".encode())


@QUIET
@given(data=st.data(), kind=st.sampled_from(["single", "numeric", "drawn", "shape", "open", "code"]))
def test_damaged_examples(outcome: Outcome, examples: Examples, data: st.DataObject, kind: str) -> None:
    """A good file with a piece cut out, and something else in its place."""
    text = examples[kind]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 30)))
    outcome((text[:start] + data.draw(INDICATORS) + text[end:]).encode())


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just("{{n}}")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["text", "why", "n", "from", "value"]), inner),
    ),
    max_leaves=5,
)
KEYS = st.sampled_from(
    (
        *(
            "id",
            "rev",
            "kind",
            "level",
            "prompt",
            "why",
            "page",
            "options",
            "answer",
            "compute",
            "vars",
            "wrong",
        ),
        *("steps", "tolerance", "hints", "formerly", "points", "followups", "performance", "minutes", "unit"),
        "junk",
    )
)


@QUIET
@given(
    kind=st.sampled_from(
        ["single", "multiple", "numeric", "shape", "order", "predict", "bug", "open", "code", "x"]
    ),
    changes=st.dictionaries(KEYS, VALUES, max_size=5),
)
def test_right_yaml_with_wrong_values(
    outcome: Outcome, examples: Examples, kind: str, changes: dict[str, object]
) -> None:
    whole = yaml.safe_load(examples.get(kind, examples["open"]))
    question = whole["questions"][0] if "questions" in whole else whole
    question |= {"kind": kind} | changes
    outcome(yaml.safe_dump(whole, allow_unicode=True).encode("utf-8", "surrogatepass"))


PROSE = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" "), min_size=1
)


@QUIET
@given(text=PROSE.map(str.strip).filter(bool), style=st.sampled_from(["'", "|", ">"]))
def test_texts_come_back_as_they_were_written(
    tmp_path: Path, examples: Examples, text: str, style: str
) -> None:
    """What another YAML writer puts into quotes or a block, the reader gives back unchanged."""
    text = text.replace("{{", "{ {")
    written = yaml.safe_dump(text, default_style=style, width=10**6, allow_unicode=True, indent=6)
    file = tmp_path / "detection" / "nms.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(
        examples["order"].replace("What is it?", written.rstrip("\n")), encoding="utf-8", newline="\n"
    )
    (question,) = read_page(file)
    assert question.prompt == text


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="PyYAML was built without libyaml")
@QUIET
@given(data=st.data(), kind=st.sampled_from(["single", "numeric", "drawn", "open"]))
def test_both_parsers_agree(examples: Examples, tmp_path: Path, data: st.DataObject, kind: str) -> None:
    """A line taken away or doubled: libyaml and the parser in Python come to the same questions or positions."""
    lines = examples[kind].splitlines(keepends=True)
    index = data.draw(st.integers(0, len(lines) - 1))
    lines[index : index + 1] = data.draw(st.sampled_from([[], [lines[index]] * 2, [" " + lines[index]]]))
    file = tmp_path / "detection" / "nms.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text("".join(lines))
    found: list[object] = []
    for parser in (yaml.CSafeLoader, nodes.PythonLoader):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(nodes, "_Loader", parser)
            try:
                found.append(read_page(file))
            except BankError as error:
                found.append(str(error))
    assert found[0] == found[1]


# The core schema against YAML 1.2.2, section 10.3.2, and against Python


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("NULL", None),
        ("nUll", "nUll"),
        ("true", True),
        ("FALSE", False),
        ("tRue", "tRue"),
        ("0", 0),
        ("-19", -19),
        ("+12", 12),
        ("0o7", 7),
        ("0o8", "0o8"),
        ("0x3A", 58),
        ("0X3A", "0X3A"),
        ("0b1", "0b1"),
        ("0.", 0.0),
        ("-0.0", -0.0),
        (".5", 0.5),
        ("+12e03", 12000.0),
        ("-2E+05", -200000.0),
        ("1e-3", 0.001),
        ("1.5e3", 1500.0),
        ("e3", "e3"),
        ("1e", "1e"),
        (".", "."),
        ("-", "-"),
        ("+", "+"),
        ("1.2.3", "1.2.3"),
        (".inf", float("inf")),
        ("-.INF", float("-inf")),
        ("inf", "inf"),
        ("nan", "nan"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("0.1.", "0.1."),
        ("\u0663", "\u0663"),
        ("2\u0663", "2\u0663"),
        ("012", Trap("012, which YAML 1.1 reads as octal", "12, or '012' in quotes if it is text")),
        ("-007", Trap("-007, which YAML 1.1 reads as octal", "-7, or '-007' in quotes if it is text")),
        ("1" * 301, Trap("a number of 301 digits", "at most 300 digits")),
    ],
)
def test_core_schema(word: str, value: object) -> None:
    found = resolve(word)
    assert found == value
    assert type(found) is type(value)


def test_not_a_number_is_one() -> None:
    found = resolve(".NaN")
    assert isinstance(found, float)
    assert found != found


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_as_python_writes_them(number: float) -> None:
    assert resolve(repr(number)) == number


@given(st.integers(-(10**250), 10**250))
def test_integers_as_python_writes_them(number: int) -> None:
    assert resolve(str(number)) == number
