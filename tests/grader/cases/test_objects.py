"""Answers that are classes: plain ones with state, and modules with weights, buffers and modes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kb.bank import load_one
from kb.bank.model.question import Code
from kb.grader import Answer, Verdict, Zygotes, grade_many, read_answer
from kb.grader.advice.known import describe
from kb.grader.cases.caller import Caller
from kb.grader.cases.solution import Solution
from kb.grader.model.outcome import Failure, GraderError
from kb.grader.process.connect import connect
from kb.grader.process.here import LocalLink
from kb.grader.run.reference import grade_reference

HERE = Path(__file__).parents[1]
CLASSES = ("counter", "linear")
Make = Callable[..., Solution]


def exercise(name: str) -> Code:
    return load_one((HERE / "toybank",), f"toy/{name}")


ACCEPTED = [(name, path) for name in CLASSES for path in exercise(name).accepted]
MISTAKES = [(name, path) for name in CLASSES for path in exercise(name).mistakes]


def grade(name: str, source: str, zygotes: Zygotes) -> Verdict:
    return grade_many([Answer(Path("answer.py"), source)], exercise(name), seed=1, zygotes=zygotes)[0]


@pytest.fixture
def make(zygotes: Zygotes) -> Iterator[Make]:
    """What a case gets, for an answer written on the spot."""
    links: list[Any] = []

    def made(source: str, entry: str = "Thing", device: str = "cpu") -> Solution:
        answer = Answer(Path("answer.py"), source)

        mine: list[Any] = []

        def start() -> Any:
            if not mine or not mine[-1].usable:
                mine.append(connect(zygotes.get(answer.library), answer, entry, 0, device))
                links.append(mine[-1])
            return mine[-1]

        return Solution(Caller(start, entry, answer.library, device))

    yield made
    for link in links:
        link.close()


def failure_of(action: Callable[[], Any]) -> tuple[str, str]:
    with pytest.raises(Failure) as caught:
        action()
    return caught.value.outcome, caught.value.message


MODULE = "import torch\nfrom torch import nn\n"
COUNTER = """class Counter:
    def __init__(self, limit):
        if limit < 0:
            raise ValueError
        self.limit, self.total, self.last = limit, 0, None

    def add(self, n):
        self.total, self.last = self.total + n, n
        return self.total > self.limit
"""
CENTERED = """import torch


class Centered(torch.nn.Linear):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.register_buffer("mean", torch.zeros(inputs))

    def forward(self, x):
        mean = x.mean(0) if self.training else self.mean
        if self.training:
            self.mean = (self.mean + mean.detach()) / 2
        return super().forward(x - mean)
"""


@pytest.mark.parametrize(("name", "path"), ACCEPTED, ids=[f"{n}-{p.stem}" for n, p in ACCEPTED])
def test_right_answers_pass(zygotes: Zygotes, name: str, path: Path) -> None:
    verdict = grade_many([read_answer(path)], exercise(name), seed=1, zygotes=zygotes)[0]
    assert [(test.id, test.message) for test in verdict.failed] == []
    assert verdict.passed


@pytest.mark.parametrize(("name", "path"), MISTAKES, ids=[f"{n}-{p.stem}" for n, p in MISTAKES])
def test_mistakes_are_rejected_by_the_test_they_name_and_recognized(
    zygotes: Zygotes, name: str, path: Path
) -> None:
    toy = exercise(name)
    verdict = grade_many([read_answer(path)], toy, seed=1, zygotes=zygotes)[0]
    assert set(describe(path, toy).caught_by) <= {test.id for test in verdict.failed}
    assert verdict.mistake is not None
    assert (verdict.mistake.id, verdict.mistake.also) == (path.stem, ())


def test_the_snippets_of_this_file_pass(zygotes: Zygotes) -> None:
    assert grade("counter", COUNTER, zygotes).passed
    assert grade("linear", CENTERED, zygotes).passed


FAILURES = [
    pytest.param(
        "counter",
        "def Counter(limit):\n    return limit\n",
        "loads",
        "entry missing",
        "`Counter` is a function; this exercise asks for a class of that name",
        None,
        id="a function where a class is asked",
    ),
    pytest.param(
        "counter",
        "Counter = len\n",
        "loads",
        "entry missing",
        "`Counter` is of type builtin_function_or_method; this exercise asks for a class of that name",
        None,
        id="something else where a class is asked",
    ),
    pytest.param(
        "counter",
        "class counter:\n    pass\n",
        "loads",
        "entry missing",
        "the file defines no `Counter`, but it defines `counter`; rename that",
        None,
        id="another name",
    ),
    pytest.param(
        "counter",
        COUNTER.replace("self.limit, self.total", "self.total = self.limits\n        self.limit, self.total"),
        "test_two_at_once",
        "raised",
        "AttributeError at line 5: 'Counter' object has no attribute 'limits'",
        "Counter(1)",
        id="raised in __init__",
    ),
    pytest.param(
        "counter",
        COUNTER.replace("return self.total", "return 1 // (self.total - 2) or self.total"),
        "test_two_at_once",
        "raised",
        "ZeroDivisionError at line 9: integer division or modulo by zero",
        "Counter(1).add(2)",
        id="raised in a method",
    ),
    pytest.param(
        "counter",
        COUNTER.replace("def add", "def plus"),
        "test_two_at_once",
        "wrong type",
        "an object of `Counter` has no `add`",
        "Counter(1).add(2)",
        id="no such method",
    ),
    pytest.param(
        "counter",
        COUNTER.replace("def __init__(self, limit):", "def __init__(self, limit):\n        self.add = 3"),
        "test_two_at_once",
        "wrong type",
        "`add` is not a method but of type int",
        "Counter(1).add(2)",
        id="a number where a method is asked",
    ),
    pytest.param(
        "counter",
        COUNTER.replace("total", "sum"),
        "test_two_at_once",
        "wrong type",
        "an object of `Counter` has no `total`",
        "Counter(1), after add(2): total",
        id="no such attribute",
    ),
    pytest.param(
        "counter",
        COUNTER.replace("self.total, self.last = self.total + n, n\n        return self.total", "return n"),
        "test_two_at_once",
        "wrong value",
        "expected True, got False",
        "Counter(5), after add(2): add(4)",
        id="no state",
    ),
    pytest.param(
        "counter",
        COUNTER.replace("self.last = self.total + n, n", "self.last = self.total + n, None"),
        "test_attributes",
        "wrong value",
        "expected 0.5, got None",
        "Counter(9), after add(2), add(0.5): last",
        id="None where a number is expected",
    ),
    pytest.param(
        "counter",
        COUNTER.replace("limit, 0, None", "limit, 0, 0"),
        "test_attributes",
        "wrong value",
        "expected None, got 0",
        "Counter(9).last",
        id="a number where None is expected",
    ),
    pytest.param(
        "counter",
        COUNTER.replace("return self.total", "self.total"),
        "test_two_at_once",
        "wrong type",
        "expected an array, got None; is a `return` missing?",
        "Counter(1).add(2)",
        id="no return",
    ),
    pytest.param(
        "counter",
        COUNTER.replace("return self.total > self.limit", "return int(self.total > self.limit)"),
        "test_two_at_once",
        "wrong dtype",
        "expected bool values, got int64",
        "Counter(1).add(2)",
        id="1 for True",
    ),
    pytest.param(
        "counter",
        COUNTER.replace("return self.total > self.limit", "return {'above': True}"),
        "test_two_at_once",
        "wrong type",
        "a result of the type builtins.dict cannot be graded; return an array or a tensor",
        "Counter(1).add(2)",
        id="a dictionary",
    ),
    pytest.param(
        "counter",
        COUNTER.replace("raise ValueError", "limit = 0"),
        "test_a_limit_below_zero",
        "wrong value",
        "expected a ValueError, got an object",
        "Counter(-1)",
        id="no error",
    ),
    pytest.param(
        "counter",
        "import os\n" + COUNTER.replace("n):", "n):\n        os.kill(os.getpid(), 11)"),
        "test_two_at_once",
        "crashed",
        "the process of the answer was ended by SIGSEGV",
        "Counter(1).add(2)",
        id="a crash in a method",
    ),
    pytest.param(
        "linear",
        "class Centered:\n    def __init__(self, inputs, outputs):\n        pass\n",
        "test_weights",
        "wrong type",
        "`Centered` is a plain class; this exercise asks for a torch.nn.Module",
        "Centered(2, outputs=3).state_dict()",
        id="a plain class where a module is asked",
    ),
    pytest.param(
        "linear",
        CENTERED.replace(
            "super().__init__(inputs, outputs)", "self.mean = torch.nn.Parameter(torch.zeros(2))"
        ),
        "test_weights",
        "raised",
        "AttributeError at line 6: cannot assign parameters before Module.__init__() call",
        "Centered(2, outputs=3)",
        id="no super().__init__()",
    ),
    pytest.param(
        "linear",
        CENTERED.replace("inputs, outputs)\n        self", "outputs, inputs)\n        self"),
        "test_weights",
        "wrong shape",
        "the weights do not fit: weight has the shape (2, 3), expected (3, 2); bias has the shape (2,), expected (3,)",
        "Centered(2, outputs=3).state_dict()",
        id="weights of another shape",
    ),
    pytest.param(
        "linear",
        CENTERED.replace(
            'register_buffer("mean", torch.zeros(inputs))',
            "average = torch.nn.Parameter(torch.zeros(inputs))",
        ),
        "test_weights",
        "wrong type",
        "the weights do not fit: mean is missing; average should not be there",
        "Centered(2, outputs=3).state_dict()",
        id="weights of another name",
    ),
    pytest.param(
        "linear",
        CENTERED.replace("return super().forward(x - mean)", "return super().forward(x - mean[0, 0])"),
        "test_shape",
        "raised",
        "IndexError at line 13: too many indices for tensor of dimension 1",
        "Centered(2, 5)(float32 array of shape (7, 2))",
        id="raised in forward",
    ),
    pytest.param(
        "linear",
        CENTERED.replace("return super().forward(x - mean)", "x -= mean\n        return super().forward(x)"),
        "test_shape",
        "changed its input",
        "argument 1 was changed by the call; work on a copy",
        "Centered(2, 5)(float32 array of shape (7, 2))",
        id="a module changes its input",
    ),
    pytest.param(
        "linear",
        CENTERED.replace("return super().forward(x - mean)", "return super().forward(x - mean).detach()"),
        "test_gradient",
        "wrong gradient",
        "no gradient flows through the result: it was detached, converted or built outside of torch",
        "Centered(2, 3).eval()([[1, 2], [3, 8]]), gradient in argument 1",
        id="a detached result",
    ),
    pytest.param(
        "linear",
        CENTERED.replace("super().forward(x - mean)", "(x - mean) @ self.weight.detach().T + self.bias"),
        "test_gradient",
        "wrong gradient",
        "the result does not depend on weight",
        "Centered(2, 3).eval(), after call([[1, 2], [3, 8]]), gradient in argument 1: "
        "call([[1, 2], [3, 8]]), gradient in weight",
        id="a detached weight",
    ),
    pytest.param(
        "linear",
        CENTERED.replace(
            "torch.zeros(inputs))\n", "torch.zeros(inputs))\n        self.weight.requires_grad_(False)\n"
        ),
        "test_gradient",
        "wrong gradient",
        "weight is frozen: it does not require a gradient",
        "Centered(2, 3).eval(), after call([[1, 2], [3, 8]]), gradient in argument 1: "
        "call([[1, 2], [3, 8]]), gradient in weight",
        id="a frozen weight",
    ),
]


@pytest.mark.parametrize(("name", "source", "test", "outcome", "message", "called"), FAILURES)
def test_failures(
    zygotes: Zygotes, name: str, source: str, test: str, outcome: str, message: str, called: str | None
) -> None:
    assert source not in (COUNTER, CENTERED)
    first = grade(name, source, zygotes).failed[0]
    assert (first.id, first.outcome, first.message, first.input) == (test, outcome, message, called)


def test_one_of_several_gradients_is_named(make: Make) -> None:
    source = MODULE + (
        "class Thing(nn.Linear):\n    def forward(self, x):\n        return super().forward(x) + self.bias\n"
    )
    x, c = np.float32([[1, 2]]), np.float32([[1, 3]])
    thing = (
        make(source).new(2, 2).load({"weight": np.float32([[1, 2], [3, 4]]), "bias": np.zeros(2, np.float32)})
    )
    result = thing.gradient(x, cotangent=c, wrt=("weight", "bias", 0))
    assert failure_of(lambda: result.close((c.T @ x, c[0], c @ np.array([[1, 2], [3, 4]])))) == (
        "wrong gradient",
        "bias: gradient expected 1 at [0], got 2; 2 of 2 values differ",
    )
    result.close((c.T @ x, 2 * c[0], c @ np.array([[1.0, 2], [3, 4]])))


def test_overrides_do_not_confuse(make: Make) -> None:
    """The state dict and the parameters are torch's own, whatever the class says of them."""
    source = MODULE + (
        "class Thing(nn.Linear):\n"
        "    def state_dict(self, *args, **kwargs):\n        return {'pass': True}\n"
        "    def named_parameters(self, *args, **kwargs):\n        return iter(())\n"
        "    def load_state_dict(self, *args, **kwargs):\n        return 'loaded'\n"
    )
    thing = make(source).new(2, 1)
    thing.has_weights({"weight": (1, 2), "bias": (1,)})
    thing.parameters_count().equals(3)
    thing.load({"weight": np.float32([[2, 3]]), "bias": np.float32([1])})
    thing(np.float32([[1, 10]])).equals([[33.0]])
    assert failure_of(lambda: thing.call("nothing")) == (
        "wrong type",
        "an object of `Thing` has no `nothing`",
    )


def test_an_attribute_error_of_the_answer_itself_keeps_its_line(make: Make) -> None:
    source = "class Thing:\n    @property\n    def size(self):\n        return self.sizes\n"
    thing = make(source).new()
    assert failure_of(lambda: thing.attribute("size")) == (
        "raised",
        "AttributeError at line 4: 'Thing' object has no attribute 'sizes'",
    )


NORM = (
    MODULE
    + "class Thing(nn.Sequential):\n    def __init__(self):\n        super().__init__(nn.BatchNorm1d(2))\n"
)
ONES = {f"0.{name}": np.ones(2, np.float32) for name in ("weight", "bias", "running_mean", "running_var")}


def test_batch_norm_counts_its_batches(make: Make) -> None:
    """Left alone where the case does not give the counter, loaded where it does."""
    solution = make(NORM)
    thing = solution.new().load(ONES)
    x = np.float32([[1, 4], [3, 8]])
    thing(x)
    thing(x).has_shape(2, 2)
    thing.state("0.num_batches_tracked").equals(2)
    thing.state("0.running_mean").close(np.array([1 + 0.1 + 0.09, 1 + 0.5 + 0.45]))
    given = solution.new().load(ONES | {"0.num_batches_tracked": np.array(7)})
    given.gradient(x, cotangent=np.float32([[1, 0], [0, 2]]))
    given.state("0.num_batches_tracked").equals(8)
    given.eval().gradient(x, cotangent=np.float32([[1, 0], [0, 2]]))
    given.state("0.num_batches_tracked").equals(8)


def test_a_counter_that_is_asked_for_has_to_be_there(make: Make) -> None:
    thing = make(NORM.replace("(2))", "(2, track_running_stats=False))")).new()
    assert failure_of(lambda: thing.load(ONES | {"0.num_batches_tracked": np.array(7)})) == (
        "wrong type",
        "the weights do not fit: 0.running_mean is missing; 0.running_var is missing; "
        "0.num_batches_tracked is missing",
    )


def test_many_weights_that_do_not_fit_are_counted(make: Make) -> None:
    source = (
        MODULE
        + "class Thing(nn.Sequential):\n    def __init__(self):\n        super().__init__(*[nn.Linear(2, 2)] * 4)\n"
    )
    thing = make(source).new()
    assert failure_of(lambda: thing.has_weights({"0.weight": (2, 2), "0.bias": (3,)})) == (
        "wrong type",
        "the weights do not fit: 1.weight should not be there; 1.bias should not be there; "
        "2.weight should not be there; 2.bias should not be there; and 3 more",
    )


def test_a_weight_used_twice_counts_once(make: Make) -> None:
    source = MODULE + (
        "class Thing(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.a = self.b = nn.Linear(3, 3)\n    def forward(self, x):\n        return self.b(self.a(x))\n"
    )
    thing = make(source).new()
    thing.parameters_count().equals(12)
    two, zero = 2 * np.eye(3, dtype=np.float32), np.zeros(3, np.float32)
    thing.load({"a.weight": two, "a.bias": zero, "b.weight": two, "b.bias": zero})
    x = np.float32([[1, 2, 3]])
    # The result is x times the square of the weight, so the two uses add.
    thing.gradient(x, cotangent=x, wrt="b.weight").close(4 * x.T @ x)


def test_a_lazy_module_takes_the_shapes_it_is_given(make: Make) -> None:
    source = (
        MODULE
        + "class Thing(nn.Sequential):\n    def __init__(self):\n        super().__init__(nn.LazyLinear(2))\n"
    )
    thing = (
        make(source)
        .new()
        .load({"0.weight": np.float32([[1, 2, 3], [0, 0, 1]]), "0.bias": np.float32([1, 0])})
    )
    thing(np.float32([[1, 1, 2]])).equals([[10.0, 2.0]])


def test_a_module_takes_the_precision_of_its_weights(make: Make) -> None:
    solution = make(MODULE + "class Thing(nn.Linear):\n    pass\n")
    third = np.array([[1 / 3]])
    exact = solution.new(1, 1).load({"weight": third, "bias": np.zeros(1)})
    exact(third).close(third**2)
    rounded = solution.new(1, 1).load({"weight": third.astype(np.float32), "bias": np.zeros(1, np.float32)})
    rounded(third.astype(np.float32)).close(third**2)
    assert (exact(third).precision, rounded(third.astype(np.float32)).precision) == ("float64", "float32")
    assert failure_of(lambda: exact(third).close(third**2 + 1e-8))[0] == "wrong value"
    # Loaded again with other weights, it has their precision.
    again = exact.load({"weight": third.astype(np.float32), "bias": np.zeros(1)})
    again(third.astype(np.float32)).close(third**2)


def test_an_input_kept_and_changed_later_hurts_nobody(make: Make) -> None:
    source = (
        "class Thing:\n    def __init__(self, x):\n        self.x = x\n"
        "    def keep(self):\n        return self.x\n"
        "    def spoil(self):\n        self.x *= 0\n        return self.x\n"
        "    def same(self, x):\n        self.x = x\n        return x\n"
    )
    given, other = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    thing = make(source).new(given)
    kept = thing.keep()
    thing.spoil().equals([0.0, 0.0])
    kept.equals([1.0, 2.0])
    same = thing.same(other)
    thing.spoil()
    same.equals([3.0, 4.0])
    assert given.tolist() == [1.0, 2.0]
    assert other.tolist() == [3.0, 4.0]


def test_an_object_ends_with_its_process_and_the_next_works(make: Make) -> None:
    source = "import os\nclass Thing:\n    def one(self):\n        return 1\n    def die(self):\n        os._exit(0)\n"
    solution = make(source)
    old = solution.new()
    assert failure_of(old.die)[0] == "exited"
    gone = ("crashed", "this object is gone: the process that held it has ended")
    assert failure_of(old.one) == gone
    new = solution.new()
    new.one().equals(1)
    assert failure_of(old.one) == gone


def test_objects_of_the_test_before_are_let_go(make: Make, zygotes: Zygotes) -> None:
    """One worker serves all tests of an answer; a handle that was kept finds nothing there."""
    answer = Answer(Path("answer.py"), "class Thing:\n    def one(self):\n        return 1\n")
    link = connect(zygotes.get("numpy"), answer, "Thing", 0, "cpu")
    try:
        before, after = (Solution(Caller(lambda: link, "Thing", "numpy")) for _ in range(2))
        old = before.new()
        after.new().one().equals(1)
        assert failure_of(old.one) == ("crashed", "this object is gone: the process that held it has ended")
    finally:
        link.close()


def test_what_a_class_keeps_for_all_its_objects_ends_with_a_test(make: Make, zygotes: Zygotes) -> None:
    source = "class Thing:\n    made = []\n    def many(self):\n        self.made.append(1)\n        return len(self.made)\n"
    link = connect(zygotes.get("numpy"), Answer(Path("answer.py"), source), "Thing", 0, "cpu")
    try:
        for _ in range(2):
            solution = Solution(Caller(lambda: link, "Thing", "numpy"))
            solution.new().many().equals(1)
            solution.new().many().equals(2)
    finally:
        link.close()


def test_a_long_history_is_told_in_short(make: Make) -> None:
    solution = make("class Thing:\n    def step(self, x):\n        return x\n")
    thing = solution.new()
    for number in range(9):
        thing.step(number / 2)
    assert solution._caller.last_input == (
        "Thing(), after 8 calls, the last of them step(1), step(1.5), step(2), step(2.5), step(3), step(3.5): step(4)"
    )


def test_an_object_that_cannot_be_called(make: Make) -> None:
    thing = make("class Thing:\n    pass\n").new()
    assert failure_of(lambda: thing(1)) == ("wrong type", "an object of `Thing` cannot be called")


def test_a_method_must_raise(make: Make) -> None:
    thing = make(
        "class Thing:\n    def half(self, n):\n        if n % 2:\n            raise ValueError\n        return n // 2\n"
    ).new()
    thing.raises(ValueError, "half", 3)
    assert failure_of(lambda: thing.raises(ValueError, "half", 4)) == (
        "wrong value",
        "expected a ValueError, got 2",
    )


def test_a_state_that_is_not_there(make: Make) -> None:
    thing = make(MODULE + "class Thing(nn.Linear):\n    pass\n").new(2, 2)
    assert failure_of(lambda: thing.state("running_mean")) == (
        "wrong type",
        "the state dict has no entry running_mean",
    )
    x = np.ones((1, 2), np.float32)
    assert failure_of(lambda: thing.gradient(x, cotangent=x, wrt="scale")) == (
        "wrong type",
        "there is no weight scale",
    )


def test_gradients_in_several_arguments_of_a_function(make: Make) -> None:
    solution = make("import torch\ndef product(a, b):\n    return a * b\n", "product")
    a, b, c = np.array([2.0, 3.0]), np.array([5.0, 7.0]), np.array([1.0, -1.0])
    solution.gradient(a, b, cotangent=c, wrt=1).close(c * a)
    both = solution.gradient(a, b, cotangent=c, wrt=(0, 1))
    both.close((c * b, c * a))
    assert failure_of(lambda: both.close((c * b, c * b))) == (
        "wrong gradient",
        "argument 2: gradient expected 5 at [0], got 2; 2 of 2 values differ",
    )


def test_a_sequence_is_named_by_the_step_that_fails(zygotes: Zygotes) -> None:
    """Right in every step but one, so only the state, not that step alone, tells what the mistake is."""
    source = (
        "class Counter:\n    def __init__(self, limit):\n        if limit < 0:\n            raise ValueError\n"
        "        self.limit, self.seen, self.was = limit, [], False\n"
        "    total = property(lambda self: sum(self.seen))\n"
        "    last = property(lambda self: self.seen[-1] if self.seen else None)\n"
        "    def add(self, n):\n        self.seen.append(n)\n        self.was |= self.total > self.limit\n"
        "        return self.was\n"
    )
    verdict = grade("counter", source, zygotes)
    assert [test.input for test in verdict.failed] == ["Counter(limit=2), after add(4): add(-4)"]
    assert verdict.mistake is not None
    assert (verdict.mistake.id, verdict.mistake.also) == ("stays_above", ())


def test_a_step_that_no_mistake_takes_has_no_name(zygotes: Zygotes) -> None:
    """``at_the_limit`` says True in the same step too, but said the same in the step before."""
    source = COUNTER.replace("return self.total > self.limit", "return self.total > self.limit or n == 0.5")
    verdict = grade("counter", source, zygotes)
    assert [test.id for test in verdict.failed] == ["test_attributes"]
    assert verdict.mistake is None


def test_a_module_is_named_in_another_style(zygotes: Zygotes) -> None:
    source = (HERE / "toybank/toy/linear/accepted/parameters.py").read_text()
    source = source.replace("self.mean += (mean - self.mean) / 2", "pass")
    verdict = grade("linear", source, zygotes)
    assert [test.id for test in verdict.failed] == ["test_training"]
    assert verdict.mistake is not None
    assert (verdict.mistake.id, verdict.mistake.also) == ("never_moves", ())


def test_the_next_test_has_a_new_worker(zygotes: Zygotes) -> None:
    """A crash in one test; all others are run, and pass."""
    source = "import os\n" + COUNTER.replace("n):", "n):\n        n == 0.5 and os.kill(os.getpid(), 9)")
    verdict = grade("counter", source, zygotes)
    assert [(test.id, test.outcome) for test in verdict.failed] == [("test_attributes", "crashed")]
    assert verdict.not_run == 0


def test_inputs_of_another_precision_are_a_slip_of_the_case(make: Make) -> None:
    thing = make(MODULE + "class Thing(nn.Linear):\n    pass\n").new(1, 1)
    thing.load({"weight": np.ones((1, 1), np.float32), "bias": np.ones(1, np.float32)})
    with pytest.raises(GraderError, match="gives float64 to a module with weights of float32"):
        thing(np.ones((1, 1)))


def test_results_in_parts(make: Make) -> None:
    source = (
        "import numpy as np\ndef folds(k):\n"
        "    return [(np.arange(i), [i, i]) for i in range(k)] if k else [np.zeros((2, 2), int), np.zeros(1)]\n"
    )
    solution = make(source, "folds")
    got = solution(3).parts(3, 2)
    assert [[part.tolist() for part in pair] for pair in got] == [
        [[], [0, 0]],
        [[0], [1, 1]],
        [[0, 1], [2, 2]],
    ]
    assert got[0][0].dtype == np.int64
    assert failure_of(lambda: solution(3).parts(2, 2)) == ("wrong type", "expected 2 items, got 3")
    assert failure_of(lambda: solution(3).parts(3, 3)) == ("wrong type", "item 0: expected 3 items, got 2")
    assert failure_of(lambda: solution(3).parts(3, 2, kind="float")) == (
        "wrong dtype",
        "item 0: item 0: expected float values, got int64; an empty array needs a dtype too",
    )
    assert failure_of(lambda: solution(0).parts(2)) == (
        "wrong shape",
        "item 0: expected an array of 1 axis, got the shape (2, 2)",
    )
    solution(3).equals([(np.arange(i), np.array([i, i])) for i in range(3)])


class Kept:
    """A reference, plain."""

    def __init__(self, limit: float):
        if limit < 0:
            raise ValueError
        self.limit, self.total, self.last = limit, 0.0, None

    def add(self, n: float) -> bool:
        self.total, self.last = self.total + n, n  # type: ignore[assignment]
        return self.total > self.limit


def test_a_reference_may_be_a_class() -> None:
    toy = exercise("counter")
    verdict = grade_reference(Kept, toy, "numpy", 1)
    # The toy asks for the integer 0; a reference is compared like any answer.
    assert {test.message for test in verdict.failed} == {
        "expected integer values, got float64",
    }


def test_a_reference_may_be_a_module() -> None:
    space: dict[str, Any] = {}
    exec(CENTERED, space)
    assert grade_reference(space["Centered"], exercise("linear"), "numpy", 1).passed


def test_float32_is_not_tf32_on_a_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a worker does before it loads an answer on such a device."""
    import torch

    link = LocalLink(None, "torch")  # type: ignore[arg-type]
    link._server.order["device"] = "cuda"
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch, "zeros", lambda *sizes, device: None)
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", True)
    link._server.check_device()
    assert not torch.backends.cudnn.allow_tf32
    assert not torch.backends.cuda.matmul.allow_tf32


def test_on_mps_the_case_itself_is_float32(make: Make) -> None:
    """The call is what was sent, so that inputs compare as unchanged, and mistakes get the same."""
    solution = make("def twice(x):\n    return x * 2\n", "twice", device="mps")
    result = solution(np.array([1 / 3]))
    assert result.precision == "float32"
    assert result.value.dtype == np.float32
    result.close([2 / 3])
