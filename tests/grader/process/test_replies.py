"""What a worker claims of its weights: refused or plain, and compared by name and shape."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.grader.model.outcome import Failure
from kb.grader.process.replies import Weight, check_weights, weights_of
from kb.grader.worker.wire import WireError

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)
almost = st.lists(
    st.tuples(
        st.text(max_size=5) | anything, st.lists(st.integers()) | anything, st.integers() | anything
    ).map(list)
)


@given(anything | almost)
def test_a_claim_is_refused_or_made_of_weights(claim: Any) -> None:
    try:
        told = weights_of({"weights": claim})
    except WireError:
        return
    for weight in told:
        assert type(weight.name) is str
        assert weight.shape is None or all(type(size) is int and 0 <= size < 1 << 48 for size in weight.shape)
        assert weight.number is None or type(weight.number) is int


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param(None, id="nothing"),
        pytest.param([["w", [1], 0]] * 10_001, id="too many"),
        pytest.param([["w", [1]]], id="a part is missing"),
        pytest.param([[1, [1], 0]], id="a name that is a number"),
        pytest.param([["w", [-1], 0]], id="a negative size"),
        pytest.param([["w", [True], 0]], id="a size that is a bool"),
        pytest.param([["w", [1] * 17, 0]], id="too many axes"),
        pytest.param([["w", "1", 0]], id="a shape that is a text"),
        pytest.param([["w", [1], True]], id="a number that is a bool"),
    ],
)
def test_a_lie_is_refused(claim: Any) -> None:
    with pytest.raises(WireError):
        weights_of({"weights": claim})


def test_an_honest_claim() -> None:
    told = weights_of({"weights": [["a\x1b[0m", [2, 3], 0], ["b", None, None]]})
    assert told == (Weight("a�[0m", (2, 3), 0), Weight("b", None, None))


@pytest.mark.parametrize(
    ("there", "outcome", "message"),
    [
        pytest.param([("a", (2,)), ("b", (3,))], None, "", id="right"),
        pytest.param([("b", (3,)), ("a", (2,))], None, "", id="in another order"),
        pytest.param([("a", None), ("b", (3,))], None, "", id="a shape that is not known yet"),
        pytest.param([("a", (2,)), ("b", (3,)), ("n.num_batches_tracked", ())], None, "", id="a counter"),
        pytest.param([("a", (2,))], "wrong type", "b is missing", id="missing"),
        pytest.param(
            [("a", (2,)), ("b", (3,)), ("c", ())], "wrong type", "c should not be there", id="unexpected"
        ),
        pytest.param(
            [("a", (2, 1)), ("b", ())],
            "wrong shape",
            "a has the shape (2, 1), expected (2,); b has the shape (), expected (3,)",
            id="shapes",
        ),
        pytest.param(
            [("a", (3,)), ("xnum_batches_tracked", (3,))],
            "wrong type",
            "b is missing; xnum_batches_tracked should not be there; a has the shape (3,), expected (2,)",
            id="names before shapes",
        ),
    ],
)
def test_names_and_shapes(there: list[Any], outcome: str | None, message: str) -> None:
    told = tuple(Weight(name, shape, 0) for name, shape in there)
    expected = {"a": (2,), "b": (3,)}
    if outcome is None:
        check_weights(expected, told)
        return
    with pytest.raises(Failure) as failure:
        check_weights(expected, told)
    assert (failure.value.outcome, failure.value.message) == (outcome, f"the weights do not fit: {message}")
