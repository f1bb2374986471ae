"""Decisions of a case about a call, in a form that can be repeated, for example with a known mistake's result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np

from kb.grader.compare.arrays import as_array, wrong
from kb.grader.compare.check import check, check_kind, check_shape
from kb.grader.compare.describe import shape as describe_shape
from kb.grader.compare.describe import value as describe_value
from kb.grader.model.device import CPU
from kb.grader.model.outcome import Difference, Failure, Outcome
from kb.grader.process.calls import Call, Observed

MOST_BYTES = 1 << 20  # of the arguments of a call; a larger one is not kept to be repeated

EXAMPLES: dict[str, Any] = {"float": np.float64, "integer": np.int64, "bool": np.bool_}


class Check(Protocol):
    """One decision of a case about one call."""

    @property
    def call(self) -> Call: ...

    def judge(self, observed: Observed) -> Failure | None:
        """What is wrong with a result of the call that did not fail by itself; None where nothing is."""
        ...


@dataclass(frozen=True)
class Agrees:
    """The value, or the gradient, agrees with ``expected``.

    Args:
        call: what was asked.
        expected: in the form that ``kb.grader.compare.arrays.expectation`` gives.
        device: that the call ran on.
        of: what is compared is made of the value by this; None: the value itself.
        options: further ones of ``kb.grader.compare.check.check``.
    """

    call: Call
    expected: Any
    device: str = CPU
    of: Callable[[Any], Any] | None = None
    options: dict[str, Any] = field(default_factory=dict)

    def got(self, observed: Observed) -> Any:
        """What is compared.

        Raises:
            Failure: nothing can be made of the value.
        """
        if self.options.get("what") == "gradient":
            return observed.gradient
        if self.of is None:
            return observed.value
        try:
            return self.of(observed.value)
        except (TypeError, ValueError, IndexError) as error:
            raise Failure("wrong type", f"the result cannot be used: {error}") from None

    def judge(self, observed: Observed) -> Failure | None:
        try:
            got = self.got(observed)
            if got is None and self.expected is not None and self.call.op == "attribute":
                message = f"expected {describe_value(self.expected)}, got None"  # here no `return` is missing
                raise wrong("wrong value", "", message, self.expected, got)
            check(got, self.expected, self.call.precision, device=self.device, **self.options)
        except Failure as failure:
            return failure.with_traceback(None)  # its frames refer to it
        return None


@dataclass(frozen=True)
class HasShape:
    """The result is one array of this shape and kind; its values are not looked at."""

    call: Call
    shape: tuple[int, ...]
    kind: str

    def judge(self, observed: Observed) -> Failure | None:
        wanted = np.zeros(self.shape, dtype=EXAMPLES[self.kind])
        try:
            array, plain = as_array(observed.value, wanted, "")
            check_shape(observed.value, array, wanted, "")
            check_kind(observed.value, array, wanted, plain, "")
        except Failure as failure:
            # The zeros stand for any values, so they are not shown as what was expected.
            came = failure.difference.got if failure.difference else ""
            values = {"float": "floats", "integer": "integers", "bool": "bools"}[self.kind]
            failure.difference = Difference(f"{values} of shape {describe_shape(self.shape)}", came)
            return failure.with_traceback(None)
        return None


@dataclass(frozen=True)
class Raises:
    """The call raises this error; a subclass of another name does not count."""

    call: Call
    error: str

    def judge(self, observed: Observed) -> Failure | None:
        failure = observed.failure
        if failure is None:
            got = "an object" if self.call.op == "new" else describe_value(observed.value)
            return Failure("wrong value", f"expected a {self.error}, got {got}")
        if failure.outcome != "raised" or failure.message.partition(":")[0].split()[0] != self.error:
            return failure
        return None


@dataclass(frozen=True)
class Evidence:
    """A failure with what it came from.

    Args:
        failure: of the test.
        call: that failed; None where the answer could not even be loaded.
        observed: what the call brought.
        check: the decision of the case that went against the answer; None where the call failed by itself.
        test: the test that failed, once that is known.
    """

    failure: Failure
    call: Call | None = None
    observed: Observed | None = None
    check: Check | None = None
    test: str = ""

    @property
    def outcome(self) -> Outcome:
        return self.failure.outcome

    @property
    def message(self) -> str:
        return self.failure.message

    @property
    def size(self) -> int:
        """Bytes of values that came from the worker."""
        earlier = self.call.before if self.call is not None else ()
        seen = [self.observed, *(observed for _, observed in earlier)]
        return sum(observed.size for observed in seen if observed is not None)


def without_results(check: Check) -> Check:
    """The same decision, without what the steps before it brought: only the answer itself could fill memory with it."""
    if not check.call.before:
        return check
    before = tuple((call, Observed()) for call, _ in check.call.before)
    made: Any = check
    again: Check = replace(made, call=replace(check.call, before=before))
    return again


def is_kept(call: Call) -> bool:
    """Whether a call is small enough to be remembered with what was expected of it."""
    arrays = (value for value in call.values if isinstance(value, np.ndarray))
    untimed = not call.timed and call.memory is None
    return untimed and sum(array.nbytes for array in arrays) <= MOST_BYTES
