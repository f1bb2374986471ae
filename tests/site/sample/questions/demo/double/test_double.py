from __future__ import annotations


def test_input_is_left_alone(solution) -> None:  # type: ignore[no-untyped-def]
    assert solution is not None
