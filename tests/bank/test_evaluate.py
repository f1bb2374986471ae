"""What an expression may say and what it gives; a hostile one neither runs code nor fills the machine."""

from __future__ import annotations

import math
import re
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import kb
from kb.bank.compute import bounds
from kb.bank.compute.evaluate import EvaluationError, evaluate
from kb.bank.compute.expressions import DTYPES, FUNCTIONS, KEYWORDS, MATH, NUMPY, SYNTAX, VALUES, parse

ROOM = """
import os
import numpy as np

__all__ = ["area", "changed", "echo", "forever", "LIMITS", "Thing"]
LIMITS = np.ones(3)
PRIVATE = "secret"


class Thing:
    pass


def area(boxes, scale=1):
    if not isinstance(boxes, np.ndarray):
        raise TypeError(f"an array is wanted, not {type(boxes).__name__}")
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]) * scale


def changed(a):
    a[:] = 0
    return a


def echo(value):
    return value


def forever():
    return {"a": 1}


def hidden():
    return 1
"""


@pytest.fixture(autouse=True)
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """References ``kb.garden.boxes`` and, without ``__all__``, ``kb.garden.shed``."""
    garden = tmp_path / "garden"
    garden.mkdir()
    (garden / "__init__.py").touch()
    (garden / "boxes.py").write_text(ROOM)
    (garden / "shed.py").write_text("def tool():\n    return 1\n")
    (garden / "broken.py").write_text("import a_package_that_is_missing\n")
    monkeypatch.setattr(kb, "__path__", [*kb.__path__, str(tmp_path)])
    yield
    for name in [name for name in sys.modules if name.startswith("kb.garden")]:
        del sys.modules[name]
    vars(kb).pop("garden", None)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3 - 4 / 8", 6.5),
        ("7 // 2 + 7 % 2 - -1", 5),
        ("2 ** 10", 1024),
        ("2 ** -1", 0.5),
        ("1 if 2 < 3 <= 3 else 0", 1),
        ("True and not False", True),
        ("0 or 5", 5),
        ("1 == 1.0 and 1 != 2", True),
        ("[1, 2, 3][1]", 2),
        ("[1, 2, 3][-1:]", [3]),
        ("(2, 3)", (2, 3)),
        ("(2,) + (3, 4)", (2, 3, 4)),
        ("max(1, 2) + min([3, 4]) + abs(-5) + sum([1, 2])", 13),
        ("round(2.567, 1) + int(3.9) + len([1, 2])", 7.6),
        ("sorted([3, 1, 2])", [1, 2, 3]),
        ("math.sqrt(16) + math.comb(4, 2)", 10.0),
        ("math.log(8, 2)", 3.0),
        ("math.factorial(5)", 120),
        ("math.pi", math.pi),
        ("np.pi", math.pi),
        ("np.sqrt(2) ** 2 < 2.01", True),
        ("np.zeros((2, 3)).shape", (2, 3)),
        ("np.zeros((2, 3)).T.shape", (3, 2)),
        ("np.ones((2, 3)).ndim + np.ones((2, 3)).size", 8),
        ("np.array([[1, 2], [3, 4]])[1, 0]", 3),
        ("np.arange(6)[::2].sum", None),
        ("np.sum(np.arange(6)[::2])", 6),
        ("np.array([1, 2]) @ np.array([3, 4])", 11),
        ("np.sum(np.eye(3)[np.array([0, 2])])", 2.0),
        ("np.max(np.exp([0.0, 1.0]), axis=0)", math.e),
        ("np.all(np.array([1, 2]) > 0) and np.any(np.array([1, 2]) > 1)", True),
        ("np.float64(np.float32(0.1)) == 0.1", False),
        ("np.array([1, 2], dtype=np.float32).size", 2),
        ("np.stack([np.ones(2), np.zeros(2)], axis=1).shape", (2, 2)),
        ("np.concatenate([np.ones(2), [3, 4]]).size", 4),
        ("np.sum(np.ones((2, 3)), 0, keepdims=True).shape", (1, 3)),
        ("np.std([1, 3], ddof=1) ** 2", 2.0000000000000004),
        ("np.linspace(0, 1, 5)[1]", 0.25),
        ("np.reshape(np.arange(6), (2, 3))[1, 0]", 3),
        ("np.clip([-1, 5], 0, 3)[1]", 3),
        ("np.maximum(np.zeros((2, 1)), np.ones(3)).shape", (2, 3)),
        ("np.ones((2, 3))[..., None].shape", (2, 3, 1)),
        ("np.where(np.array([1, -1]) > 0, 1, 0)[0]", 1),
        ("1e400 > 1", True),
        ("1 / np.array(0.0)", math.inf),
        ("np.isnan(np.log(-1))", True),
        ("np.mean(np.zeros((0,)))", None),
        (" 1 ", 1),
    ],
)
def test_values(expression: str, expected: object) -> None:
    if expression.endswith(".sum"):
        with pytest.raises(EvaluationError, match=r"\.sum is not available"):
            evaluate(expression, {})
    elif expected is None:
        assert math.isnan(evaluate(expression, {}))
    else:
        assert evaluate(expression, {}) == expected


def test_variables() -> None:
    values = {"w": 3, "sizes": (2, 3), "boxes": ((0, 0, 2, 2), (1, 1, 3, 4)), "mode": "edge"}
    assert evaluate("w * sizes[1]", values) == 9
    assert evaluate("np.array(boxes).shape", values) == (2, 4)
    assert evaluate("kb.garden.boxes.echo(mode)", values) == "edge"
    assert evaluate("kb.garden.boxes.area(boxes)[1]", values) == 6
    assert values["boxes"] == ((0, 0, 2, 2), (1, 1, 3, 4))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("kb.garden.boxes.area([[0, 0, 2, 3]])[0]", 6),
        ("kb.garden.boxes.area(((0, 0, 2, 3), (0, 0, 1, 1)))[1]", 1),
        ("kb.garden.boxes.area(np.array([[0, 0, 2, 3]]), scale=2)[0]", 12),
        ("kb.garden.boxes.area([[0.5, 0, 1, 2]]).shape", (1,)),
        ("kb.garden.boxes.echo((2, 3))", (2, 3)),
        ("kb.garden.boxes.echo('edge')", "edge"),
        ("kb.garden.boxes.echo([1, 2]).shape", (2,)),
    ],
)
def test_references(expression: str, expected: object) -> None:
    assert evaluate(expression, {}) == expected


def test_a_reference_cannot_change_what_a_variable_is() -> None:
    values = {"a": (1, 2, 3)}
    assert list(evaluate("kb.garden.boxes.changed(a)", values)) == [0, 0, 0]
    assert values == {"a": (1, 2, 3)}


def test_real_references_get_arrays() -> None:
    pytest.importorskip("kb.detection.iou")
    assert evaluate("kb.detection.iou.box_iou([[0, 0, 2, 2]], [[1, 0, 3, 2]])[0, 0]", {}) == pytest.approx(
        1 / 3
    )


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("height + 1", "height is not available; available: width, kb, np, math, abs,"),
        ("widht", "widht is not available; available: width"),
        ("np.sqroot(2)", "np.sqroot is not available; available: np.sqrt"),
        ("math.sqr(2)", "math.sqr is not available; available: math.sqrt"),
        (
            "kb.garden.boxs.area([1])",
            "kb.garden.boxs does not exist; available: kb.garden.boxes, kb.garden.broken",
        ),
        ("kb.meadow.boxes.area([1])", "kb.meadow does not exist; available: kb."),
        (
            "kb.garden.boxes.aera([1])",
            "kb.garden.boxes.aera does not exist; available: kb.garden.boxes.area,",
        ),
        ("kb.garden.shed.tool()", "kb.garden.shed.tool does not exist"),
        ("kb.garden.broken.any()", "ModuleNotFoundError: No module named 'a_package_that_is_missing'"),
        ("kb.garden.boxes.area(5)", "TypeError: an array is wanted, not int"),
        ("kb.garden.boxes.forever()", "a result of type dict is not allowed"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("math.sqrt(-1)", "ValueError: math domain error"),
        ("[1, 2][5]", "IndexError: list index out of range"),
        ("np.ones(2) + np.ones(3)", "ValueError: shape mismatch"),
        ("width.shape", "a value of type int has no .shape"),
        ("[1, 2] * 2", "mul of a value of type list is not allowed; np.array makes an array of a list"),
        ("(-8) ** 0.5", "a result of type complex is not allowed"),
        ("1 +", "it is not a Python expression (invalid syntax)"),
        ("", "it is not a Python expression (invalid syntax)"),
        ("1; 2", "it is not a Python expression (invalid syntax)"),
        ("x = 1", "it is not a Python expression (invalid syntax"),
        ("1" * 1001, "it has 1001 characters, at most 1000 are allowed"),
        ("np.sqrt", "np.sqrt is a function: call it"),
        ("np", "np is not a value"),
        ("np.pi()", "np.pi is not a function"),
    ],
)
def test_errors_say_why_and_what_there_is(expression: str, reason: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        evaluate(expression, {"width": 2})
    shown = expression if len(expression) <= 80 else expression[:77] + "..."
    assert str(caught.value).startswith(f"cannot evaluate {shown!r}: {reason}")
    assert caught.value.expression == expression


@pytest.mark.parametrize(
    "name",
    [
        "np.linalg.norm",
        "np.tile",
        "np.repeat",
        "np.pad",
        "np.diag",
        "np.identity",
        "np.full_like",
        "np.zeros_like",
        "np.broadcast_to",
        "np.round",
        "np.outer",
        "np.add",
        "np.power",
        "np.diff",
        "np.dot",
        "math.perm",
        "math.prod",
        "math.gcd",
    ],
)
def test_a_function_that_is_not_in_the_table_is_refused_with_the_table(name: str) -> None:
    with pytest.raises(EvaluationError, match=f"{name} is not available; available: ") as caught:
        parse(f"{name}([3, 4])", {})
    root = name.partition(".")[0]
    table = {known for known in (*FUNCTIONS, *VALUES) if known.startswith(f"{root}.")}
    constants = set(VALUES) - set(FUNCTIONS)
    assert set(caught.value.available) == table - constants


@pytest.mark.parametrize("operator", ["&", "|", "^", "<<", "in", "is"])
def test_an_operator_that_is_not_allowed_is_refused_with_those_that_are(operator: str) -> None:
    with pytest.raises(
        EvaluationError, match=r"is not allowed; available: .*\+ - \* / // % \*\* @, =="
    ) as caught:
        parse(f"1 {operator} 2", {})
    assert caught.value.available == SYNTAX


@pytest.mark.parametrize(
    ("expression", "reason", "available"),
    [
        ("np.sum([1], axes=0)", "np.sum has no parameter axes", KEYWORDS),
        ("np.sum([1], out=[1])", "np.sum has no parameter out", KEYWORDS),
        ("np.zeros(3, np.float32)", "np.zeros takes at most 1 arguments by position", KEYWORDS),
        ("np.minimum(1, 2, [3])", "np.minimum takes at most 2 arguments by position", KEYWORDS),
        ("sorted([1], reverse=True)", "sorted has no parameter reverse", ()),
        ("np.zeros(2, dtype='O')", "this dtype is not allowed", DTYPES),
    ],
)
def test_parameters_that_are_refused(expression: str, reason: str, available: tuple[str, ...]) -> None:
    with pytest.raises(EvaluationError, match=reason) as caught:
        evaluate(expression, {})
    assert caught.value.available == available


HOSTILE = [
    # Walks from a value to its class and on
    "().__class__.__bases__[0].__subclasses__()",
    "''.__class__",
    "(1).__class__.__mro__",
    "np.__dict__",
    "np.__loader__.load_module('os')",
    "np.ones(1).__array_interface__",
    "np.ones(1).__reduce__()",
    "math.__loader__",
    "kb.__path__",
    "kb.garden.__dict__",
    "kb.garden.boxes.__builtins__",
    "kb.garden.boxes.area.__globals__",
    "kb.garden.boxes.area.__code__",
    "[].append",
    "[1].__len__()",
    "getattr(1, 'real')",
    "vars()",
    "globals()",
    "type(1)",
    "object()",
    # Files, processes, modules
    "open('/etc/passwd')",
    "open('/etc/passwd').read()",
    "__import__('os').system('true')",
    "exec('1')",
    "eval('1')",
    "compile('1', '', 'eval')",
    "input()",
    "breakpoint()",
    "exit()",
    "print(1)",
    "os.system('true')",
    "sys.exit()",
    "np.load('x.npy')",
    "np.save('x.npy', np.ones(1))",
    "np.fromfile('/etc/passwd')",
    "np.loadtxt('/etc/passwd')",
    "np.genfromtxt('/etc/passwd')",
    "np.memmap('/etc/passwd')",
    "np.DataSource('/')",
    "np.f2py",
    "np.testing.measure('1')",
    "np.lib.npyio",
    "np.ctypeslib.load_library('libc', '/')",
    "np.random.rand(2)",
    "np.show_config()",
    "np.info(1)",
    "np.set_printoptions(precision=1)",
    "np.seterr(all='ignore')",
    "np.vectorize(abs)",
    "np.frompyfunc(abs, 1, 1)",
    "np.fromiter([1], int)",
    "np.frombuffer(b'12345678')",
    "np.array([1]).tofile('x')",
    "np.array([1]).dump('x')",
    "np.array([1]).data",
    "np.array([1]).base",
    "np.array([1]).ctypes",
    "np.array([1]).setflags(write=True)",
    "np.linalg.linalg.os",
    "np.os",
    "np.sys.modules",
    "np.core",
    "np.typing",
    # References by a side door
    "kb.bank.load([])",
    "kb.bank.yaml.source.read('x')",
    "kb.bank.compute.evaluate.evaluate('1')",
    "kb.grader.report.lines.render(1)",
    "kb.progress.file.store.open('x')",
    "kb.quiz.cli.main()",
    "kb.site.blocks.extension.make()",
    "kb.dev.commands.check.run(1)",
    "kb.garden.boxes.os.system('true')",
    "kb.garden.boxes.np.load('x')",
    "kb.garden.boxes.os",
    "kb.garden.boxes.PRIVATE",
    "kb.garden.boxes.hidden()",
    "kb.garden.boxes.Thing()",
    "kb.garden.boxes.LIMITS",
    "kb.garden.boxes",
    "kb.garden.boxes()",
    "kb.garden.boxes_torch.area(1)",
    "kb.garden",
    "kb",
    "kb.garden.boxes.area",
    "kb.garden.boxes.echo(kb.garden.boxes.area)",
    "kb.garden.boxes.echo(np)",
    "kb.garden.boxes.echo(abs)",
    "kb.garden.boxes.echo(*[1])",
    "kb.garden.boxes.echo(**{'value': 1})",
    "kb.garden.boxes.echo(__class__=1)",
    # Syntax that is more than an expression of numbers
    "lambda: 1",
    "(lambda: 1)()",
    "[x for x in (1, 2)]",
    "{x for x in (1, 2)}",
    "{x: 1 for x in (1, 2)}",
    "sum(x for x in (1, 2))",
    "(x := 1)",
    "f'{1}'",
    "f'{1:>999999999}'",
    "'{0.__class__}'.format(1)",
    "'%s' % 1",
    "'%999999999d' % 1",
    "'a' * 5",
    "'a' + 'b'",
    "'abc'[0]",
    "b'abc'",
    "1j",
    "{1: 2}",
    "{1, 2}",
    "{**{}}",
    "[*(1, 2)]",
    "await 1",
    "(yield)",
    "1 in [1]",
    "1 is 1",
    "1 << 100",
    "str(1)",
    "range(10)",
    "dict()",
    "bytes(9)",
    "np.sum(np.ones(2), out=np.ones(2))",
    "np.add(1, 2, np.ones(1))",
    "np.minimum(1, 2, np.ones(1))",
    "np.sum(np.ones(2), 0, None, np.ones(1))",
    "sum([[1], [2]], [])",
    "np.ones(2, dtype='O')",
    "np.array([None])",
    "np.array(['a'])",
    "np.array([1], 'O')",
    "np.array([1], dtype=[('a', 'S999999999')])",
    "np.zeros(3, (np.float64, (1000, 1000, 1000)))",
    "np.float32('1')",
]


@pytest.mark.parametrize("expression", HOSTILE)
def test_hostile(expression: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(EvaluationError):
        evaluate(expression, {})
    assert sorted(tmp_path.iterdir()) == before


GREEDY = [
    "9 ** 9 ** 9",
    "9 ** 9999",
    "(10 ** 1000) ** 10",
    "10 ** 1000 * 10 ** 1000 * 10 ** 1000",
    "2.0 ** 99999999",
    "np.power(10 ** 100, 10 ** 9)",
    "np.int64(2) ** (10 ** 30)",
    "np.array([2]) ** (10 ** 30)",
    "np.prod([10 ** 100, 10 ** 100])",
    "math.factorial(10 ** 9)",
    "math.comb(10 ** 9, 10 ** 8)",
    "math.perm(10 ** 6)",
    "math.exp(10 ** 9)",
    "round(1, -(10 ** 9))",
    "round(5, -(10 ** 5))",
    "np.round(1.5, 10 ** 9)",
    "np.zeros(10 ** 10)",
    "np.zeros((10 ** 5, 10 ** 5))",
    "np.zeros((2,) + (10 ** 5, 10 ** 5))",
    "np.zeros(-1)",
    "np.ones(shape=(1000, 1000))",
    "np.full((1000, 1000), 1)",
    "np.eye(10 ** 5)",
    "np.identity(10 ** 5)",
    "np.diag(np.ones(10 ** 5))",
    "np.diag([1], k=10 ** 9)",
    "np.arange(10 ** 12)",
    "np.arange(0, 1, 1e-12)",
    "np.arange(1, 2, 0)",
    "np.linspace(0, 1, 10 ** 12)",
    "np.linspace(np.zeros(10 ** 5), 1, 10 ** 5)",
    "np.tile([1, 2], 10 ** 9)",
    "np.tile([1, 2], (10 ** 5, 10 ** 5))",
    "np.repeat([1, 2], 10 ** 9)",
    "np.repeat(np.ones(10 ** 5), np.full(10 ** 5, 1000))",
    "np.pad(np.ones((3, 3)), 10 ** 6)",
    "np.pad([1], (0, 10 ** 9))",
    "np.broadcast_to(1, (10 ** 6, 10 ** 6))",
    "np.diff([1, 2, 3], n=10 ** 9)",
    "np.ones((10 ** 5, 1)) * np.ones((1, 10 ** 5))",
    "np.ones((10 ** 5, 1)) == np.ones((1, 10 ** 5))",
    "np.ones((10 ** 5, 1)) @ np.ones((1, 10 ** 5))",
    "np.add(np.ones((10 ** 5, 1)), np.ones((1, 10 ** 5)))",
    "np.outer(np.ones(10 ** 5), np.ones(10 ** 5))",
    "np.where(np.ones((10 ** 5, 1)) > 0, np.ones((1, 10 ** 5)), 0)",
    "np.ones((1, 10 ** 5))[np.zeros(10 ** 5, dtype=np.int64)]",
    "np.ones(10 ** 5)[np.zeros(10 ** 5, dtype=np.int64)[:, None]]",
    "np.ones(1)[np.zeros((10 ** 5, 1), dtype=np.int64) + np.zeros(10 ** 5, dtype=np.int64)]",
    "np.ones((1, 1))[np.zeros((10 ** 5, 1), dtype=np.int64), np.zeros((1, 10 ** 5), dtype=np.int64)]",
    "np.where(np.ones((999, 1, 1)) > 0, np.ones((1, 999, 1)), np.ones((1, 1, 999)))",
    "np.clip(np.ones((999, 1, 1)), np.ones((1, 999, 1)), np.ones((1, 1, 999)))",
    "np.concatenate([np.ones(10 ** 5), np.ones(10 ** 5)])",
    "np.maximum(np.ones((10 ** 5, 1)), np.ones((1, 10 ** 5)))",
    "max(np.ones((10 ** 5, 1)), np.ones((1, 10 ** 5)))",
    "min([np.ones((10 ** 4, 1)), np.ones((1, 10 ** 4))])",
    "sum([np.ones((999, 1, 1)), np.ones((1, 999, 1)), np.ones((1, 1, 999))])",
    "[np.ones((10 ** 5, 1))] == [np.ones((1, 10 ** 5))]",
    "([np.ones((10 ** 5, 1))],) < ([np.ones((1, 10 ** 5))],)",
    "np.zeros((10 ** 5, 0)) @ np.zeros((0, 10 ** 5))",
    "np.zeros((0, 10 ** 10))",
    "np.sum(np.reshape(np.zeros(0), (0, 10 ** 10)), axis=0)",
    "np.reshape(np.arange(6), (-1, 10 ** 10))",
    "np.stack([np.ones(10 ** 5), np.ones(10 ** 5)])",
    "np.full(2, 1, dtype=(np.float64, (1000, 1000, 1000)))",
    "np.eye(1, 10 ** 9)",
    "np.zeros_like([1], shape=(10 ** 9,))",
    "kb.garden.boxes.echo(10 ** 7)",
    "kb.garden.boxes.area(np.ones((25000, 4)), np.ones((25000, 4)))",
    "(" * 199 + "1" + ")" * 199 + "+" * 500 + "1",
    "-" * 990 + "1",
    "not " * 240 + "1",
    "[" * 90 + "1" + "]" * 90,
    "np.abs(" * 60 + "1" + ")" * 60,
    "1" + "+1" * 490,
    "(" * 300 + "1" + ")" * 300,
    "\x00",
    "1 + \udc80",
]


@pytest.mark.parametrize("expression", GREEDY)
def test_greedy(expression: str) -> None:
    """Refused at once: none of these may reach the operation that would fill the memory or take for ever."""
    with pytest.raises(EvaluationError) as caught:
        evaluate(expression, {})
    assert "MemoryError" not in caught.value.reason


def test_the_list_of_functions_is_whole() -> None:
    """Each name that is offered exists, is what its list says, and none of them reads, writes or draws."""
    for name in VALUES:
        root, _, last = name.partition(".")
        value = getattr({"np": np, "math": math}[root], last)
        assert issubclass(value, np.generic) if name in DTYPES else type(value) is float, name
    for name in NUMPY:
        assert callable(getattr(np, name.removeprefix("np."))), name
    for name in MATH:
        assert callable(getattr(math, name.removeprefix("math."))), name
    for word in [
        "load",
        "save",
        "from",
        "print",
        "file",
        "random",
        "vectorize",
        "eval",
        "memmap",
        "info",
        "out",
    ]:
        assert not any(word in name.rpartition(".")[2] for name in FUNCTIONS), word


@pytest.mark.parametrize("name", [name for name in NUMPY if isinstance(vars(np)[name[3:]], np.ufunc)])
def test_no_array_to_write_into_goes_by_position(name: str) -> None:
    assert NUMPY[name] == vars(np)[name[3:]].nin


def test_contributors_read_which_functions_there_are() -> None:
    page = Path(kb.__path__[0]).parent / "docs" / "contributing" / "exercises.md"
    table = re.search(r"\| of Python.*?\n\n", page.read_text(encoding="utf-8"), re.S)
    assert table is not None
    assert set(re.findall(r"`([a-z_.0-9]+)`", table[0])) == {*FUNCTIONS, *VALUES}


def test_vetting_knows_the_names() -> None:
    parse("w * np.sqrt(h) + kb.area.module.function(w)", {"w", "h"})
    for hidden in ("kb.quiz.a.b(1)", "kb.a._b.c(1)", "kb.a.b(1)", "kb.a.b.c.d(1)", "w.real", "h()"):
        with pytest.raises(EvaluationError):
            parse(hidden, {"w", "h"})


NAMES = st.sampled_from(
    [*(name[3:] for name in sorted(NUMPY)), "__class__", "load", "shape", "kb", "np", "math", "n", "tile"]
)
ATOMS = st.one_of(
    st.integers(-3, 10**6).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(
        ["n", "xs", "np.pi", "True", "None", "'edge'", "[1, 2]", "(2, 3)", "10 ** 5", "np.ones((9, 9))"]
    ),
)
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(
            inner, st.sampled_from(["+", "-", "*", "/", "**", "%", "@", "//", "<", "==", "and"]), inner
        ).map(lambda parts: f"({' '.join(parts)})"),
        st.tuples(NAMES, st.lists(inner, max_size=3)).map(lambda call: f"np.{call[0]}({', '.join(call[1])})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]})[{pair[1]}]"),
        st.tuples(inner, NAMES).map(lambda pair: f"({pair[0]}).{pair[1]}"),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
    ),
    max_leaves=6,
)


def outcome(expression: str) -> object:
    """The value, or the only error that may come."""
    try:
        return evaluate(expression, {"n": 3, "xs": (1, 2, 3)})
    except EvaluationError as error:
        return error


@given(EXPRESSIONS)
@example("np.ones((9, 9))[None, None]")
def test_an_expression_gives_a_plain_value_or_an_evaluation_error(expression: str) -> None:
    value = outcome(expression)
    assert isinstance(value, EvaluationError) or bounds.check(value) is value


@given(st.text(max_size=80))
def test_any_text_is_harmless(text: str) -> None:
    found = outcome(text)
    assert not isinstance(found, EvaluationError) or len(str(found).splitlines()) == 1
