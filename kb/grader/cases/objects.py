"""Objects of a learner's class, as a case uses them. The object stays in the worker; this is a handle to it.

    block = solution.new(3, 8, stride=2)
    block.load({"conv1.weight": weight, ...})            # strictly by name; every weight of the module
    block.eval()(x).close(expected)                      # train() and eval() give the handle back
    block.gradient(x, cotangent=c, wrt="conv1.weight").close(expected)
    block.gradient(x, cotangent=c, wrt=(0, "bn1.bias")).close((of_x, of_bias))
    block.state("bn1.running_mean").close(expected)
    block.has_weights({"conv1.weight": (8, 3, 3, 3), ...})
    block.parameters_count().equals(31_030_658)
    stopper = solution.new(patience=2)
    stopper.step(0.5).equals(False)                      # any method; call("load", ...) where the name is taken here
    stopper.attribute("best").equals(0.5)

A module is float32, as torch makes it, until ``load`` gives it the precision of its weights: the lowest among them.
Inputs have to be of that precision. A call in training mode, also one for a gradient, moves the running statistics.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from kb.grader.cases.caller import Caller
from kb.grader.cases.result import Result
from kb.grader.compare.arrays import PRECISIONS, precision_of
from kb.grader.model.outcome import Failure, GraderError
from kb.grader.process.calls import Call, Observed, Wrt
from kb.grader.process.link import Link
from kb.grader.process.replies import Weight, check_weights


class Handle:
    """One object of the learner's class, in the worker of one test."""

    def __init__(self, caller: Caller, made: Call, link: Link):
        self._caller, self._key, self._link = caller, made.object, link

    def __call__(self, *arguments: Any, **named: Any) -> Result:
        return self._do("call", "", *arguments, **named)

    def __getattr__(self, method: str) -> Callable[..., Result]:
        if method.startswith("_"):
            raise AttributeError(method)
        return lambda *arguments, **named: self.call(method, *arguments, **named)

    def call(self, method: str, *arguments: Any, **named: Any) -> Result:
        """What a method gives back."""
        return self._do("call", method, *arguments, **named)

    def raises(self, error: type[Exception], method: str, *arguments: Any, **named: Any) -> None:
        """A method ("" for the object itself) must raise ``error``."""
        self._caller.expect_error(error, self._call(arguments, named, op="call", name=method))

    def load(self, weights: dict[str, np.ndarray]) -> Handle:
        """Give the module these weights; names and shapes have to fit exactly.

        ``num_batches_tracked`` of batch norm may be left out.
        """
        self._do("weights", "", **weights)
        return self

    def train(self) -> Handle:
        self._do("mode", "", True)
        return self

    def eval(self) -> Handle:
        self._do("mode", "", False)
        return self

    def gradient(
        self,
        *arguments: Any,
        cotangent: np.ndarray,
        wrt: Wrt | tuple[Wrt, ...] = 0,
        of: int | None = None,
        **named: Any,
    ) -> Result:
        """The gradient of ``sum(cotangent * result)`` in an argument or a weight; of several, from one pass."""
        more = {"op": "call", "cotangent": cotangent, "wrt": wrt, "of": of}
        return self._run(self._call(arguments, named, **more))

    def attribute(self, name: str) -> Result:
        """The value of an attribute of a plain class."""
        return self._do("attribute", name)

    def state(self, name: str) -> Result:
        """An entry of the module's state dict: a weight, a running statistic."""
        return self._do("state", name)

    def has_weights(self, expected: dict[str, tuple[int, ...]]) -> None:
        """The state dict has exactly these names and shapes; ``num_batches_tracked`` need not be among them."""
        result = self._do("names", "")
        with result.comparing():
            check_weights(expected, result.value)

    def parameters_count(self) -> Result:
        """How many numbers there are to train; a weight that is used twice counts once."""
        return self._do("names", "").made(_count)

    def _do(self, op: str, name: str, *arguments: Any, **named: Any) -> Result:
        return self._run(self._call(arguments, named, op=op, name=name))

    def _run(self, call: Call) -> Result:
        return Result(self._caller, call, self._caller.run(call))

    def _call(self, arguments: tuple[Any, ...], named: dict[str, Any], **more: Any) -> Call:
        call = self._caller.call(arguments, named, object=self._key, **more)
        if not self._caller.holds(self._link):
            message = "this object is gone: the process that held it has ended"
            raise self._caller.failed(Failure("crashed", message), call, Observed())
        _check_precision(call)
        return call


def _count(weights: tuple[Weight, ...]) -> int:
    shapes = {weight.number: weight.shape for weight in weights if weight.number is not None}
    return sum(int(np.prod(shape, dtype=np.int64)) for shape in shapes.values() if shape is not None)


def _check_precision(call: Call) -> None:
    """A module takes inputs of its weights' precision only; to give it others is a slip of the case."""
    loaded = [earlier for earlier, _ in call.own if earlier.op == "weights"]
    if loaded and call.op == "call":
        given = {value.dtype.name for value in call.values if isinstance(value, np.ndarray)} & set(
            PRECISIONS.values()
        )
        own = precision_of(loaded[-1].values)
        if given - {own}:
            raise GraderError(f"this case gives {', '.join(given)} to a module with weights of {own}")
