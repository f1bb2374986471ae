"""Every outcome has a golden answer in answers/, with the verdict that follows from it by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.bank.model.question import Code
from kb.grader import Verdict, Zygotes, grade_many, read_answer

RIGHT = ["passed_numpy", "passed_torch", "passed_torch_list", "passed_plain_python"]
ANSWERS = Path(__file__).parent / "answers"

# answer, test that fails first, outcome, message
GOLDEN = [
    ("wrong_value", "test_values", "wrong value", "expected 6 at [1], got 7; 1 of 3 values differ"),
    ("wrong_shape", "test_values", "wrong shape", "expected the shape (3,), got (3, 1)"),
    ("wrong_dtype", "test_values", "wrong dtype", "expected float values, got int64"),
    ("wrong_type_none", "test_values", "wrong type", "expected an array, got None; is a `return` missing?"),
    (
        "wrong_type_object",
        "test_values",
        "wrong type",
        "a result of the type builtins.dict cannot be graded; return an array or a tensor",
    ),
    ("not_finite", "test_values", "not finite", "nan at [1], expected 6"),
    (
        "wrong_gradient",
        "test_gradient",
        "wrong gradient",
        "gradient expected 3 at [0], got 4; 3 of 3 values differ",
    ),
    (
        "wrong_gradient_detached",
        "test_gradient",
        "wrong gradient",
        "no gradient flows through the result: it was detached, converted or built outside of torch",
    ),
    (
        "changed_its_input",
        "test_values",
        "changed its input",
        "argument 1 was changed by the call; work on a copy",
    ),
    ("raised", "test_values", "raised", "TypeError at line 3: 'float' object is not subscriptable"),
    ("syntax_error", "loads", "syntax or import error", "expected ':' at line 2"),
    (
        "import_error",
        "loads",
        "syntax or import error",
        "ModuleNotFoundError at line 2: No module named 'a_package_that_nobody_has'; "
        "do without it: an answer needs NumPy or PyTorch at most",
    ),
    (
        "raises_when_loaded",
        "loads",
        "syntax or import error",
        "ZeroDivisionError at line 2: division by zero",
    ),
    (
        "entry_missing",
        "loads",
        "entry missing",
        "the file defines no `scale`, but it defines `scales`; rename that",
    ),
    ("entry_is_no_function", "loads", "entry missing", "`scale` is not a function but of type int"),
    (
        "forbidden_call",
        "loads",
        "forbidden call",
        "`numpy.multiply` at line 6: this exercise forbids it; write the function yourself",
    ),
    (
        "forbidden_alias",
        "loads",
        "forbidden call",
        "`numpy.multiply` at line 2: this exercise forbids it; write the function yourself",
    ),
    (
        "forbidden_reference",
        "loads",
        "forbidden call",
        "`kb.detection.iou.box_iou` at line 2 belongs to the reference solutions; write the function yourself",
    ),
    (
        "timeout",
        "test_values",
        "timeout",
        "no result after 3 s; an endless loop, or a far too slow algorithm",
    ),
    (
        "timeout_when_loaded",
        "loads",
        "timeout",
        "no result after 4 s; an endless loop, or a far too slow algorithm",
    ),
    ("crashed", "test_values", "crashed", "the process of the answer was ended by SIGSEGV"),
    ("killed_itself", "test_values", "crashed", "the process of the answer was ended by SIGKILL"),
    (
        "exited",
        "test_values",
        "exited",
        "the answer ended its process with status 0; it must return a value",
    ),
    (
        "exited_politely",
        "test_values",
        "exited",
        "the answer tried to exit at line 6; it must return a value",
    ),
    (
        "too_much_output",
        "test_values",
        "too much output",
        "it printed more than 1 MB; take the prints out of the loops",
    ),
    ("protocol", "test_values", "protocol", "invalid reply: a frame does not begin as one"),
]


def graded(name: str, toy: Code, zygotes: Zygotes) -> Verdict:
    return grade_many([read_answer(ANSWERS / f"{name}.py")], toy, seed=1, zygotes=zygotes)[0]


@pytest.mark.parametrize(("name", "test", "outcome", "message"), GOLDEN, ids=[row[0] for row in GOLDEN])
def test_golden(toy: Code, zygotes: Zygotes, name: str, test: str, outcome: str, message: str) -> None:
    verdict = graded(name, toy, zygotes)
    first = verdict.failed[0]
    assert (first.id, first.outcome, first.message) == (test, outcome, message)
    assert verdict.outcome == outcome
    assert not verdict.passed


@pytest.mark.parametrize("name", RIGHT)
def test_right_answers_pass(toy: Code, zygotes: Zygotes, name: str) -> None:
    verdict = graded(name, toy, zygotes)
    expected = ["loads", "test_values", "test_empty", *(["test_gradient"] if "torch" in name else [])]
    assert [(test.id, test.outcome) for test in verdict.tests] == [(test, "passed") for test in expected]
    assert verdict.outcome == "passed"


def test_out_of_memory(toy: Code, zygotes: Zygotes) -> None:
    """512 GiB are refused at once; the text is NumPy's own, so only its beginning is fixed here."""
    first = graded("out_of_memory", toy, zygotes).failed[0]
    assert (first.id, first.outcome) == ("test_values", "out of memory")
    assert first.message.startswith(
        "it asked for more memory than it may have at line 6: Unable to allocate 512. GiB"
    )


def test_every_answer_is_golden() -> None:
    there = {path.stem for path in ANSWERS.glob("*.py")}
    named = {row[0] for row in GOLDEN} | set(RIGHT)
    assert there == named | {"out_of_memory", "known_mistake", "prints"}


def test_the_difference_is_told_exactly(toy: Code, zygotes: Zygotes) -> None:
    first = graded("wrong_value", toy, zygotes).failed[0]
    assert first.as_json() | {"milliseconds": 0} == {
        "id": "test_values",
        "outcome": "wrong value",
        "message": "expected 6 at [1], got 7; 1 of 3 values differ",
        "expected": "[3, 6, 12]",
        "got": "[3, 7, 12]",
        "max_error": 1.0,
        "first_difference": [1],
        "input": "scale([1, 2, 4], 3)",
        "milliseconds": 0,
        "printed": "",
        "part": "core",
    }


def test_a_known_mistake_is_named(toy: Code, zygotes: Zygotes) -> None:
    verdict = graded("known_mistake", toy, zygotes)
    assert verdict.mistake is not None
    assert verdict.mistake.as_json() == {
        "id": "adds",
        "title": "The factor is added",
        "explanation": "Scaling multiplies; adding a constant shifts.",
        "page": "toy/scale#common-mistakes",
        "also": [],
        "second": None,
    }


def test_an_unknown_mistake_is_not_named(toy: Code, zygotes: Zygotes) -> None:
    assert graded("wrong_value", toy, zygotes).mistake is None


def test_prints_of_the_failed_test_are_kept(toy: Code, zygotes: Zygotes) -> None:
    assert graded("prints", toy, zygotes).failed[0].printed == "x is [1. 2. 4.]\n"


def test_a_timeout_ends_the_grading(toy: Code, zygotes: Zygotes) -> None:
    verdict = graded("timeout", toy, zygotes)
    assert [test.id for test in verdict.tests] == ["loads", "test_values"]
    assert verdict.not_run == 1
