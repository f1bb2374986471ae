"""Places counted by hand, then against a count of the starts, and kernels that do not fit."""

import pytest


@pytest.mark.parametrize(
    ("size", "kernel", "options", "expected"),
    [
        pytest.param(5, 3, {}, 3, id="two pixels less"),
        pytest.param(3, 3, {}, 1, id="just fits"),
        pytest.param(7, 1, {}, 7, id="1 tap"),
        pytest.param(1, 1, {}, 1, id="one pixel"),
        pytest.param(5, 3, {"padding": 1}, 5, id="padding keeps the size"),
        pytest.param(1, 3, {"padding": 1}, 1, id="fits thanks to the padding"),
        pytest.param(5, 4, {"padding": 2}, 6, id="an even kernel grows it"),
        pytest.param(7, 3, {"stride": 2}, 3, id="stride 2, nothing left over"),
        pytest.param(8, 3, {"stride": 2}, 3, id="stride 2, a pixel left over"),
        pytest.param(10, 3, {"stride": 4}, 2, id="stride 4, three pixels left over"),
        pytest.param(3, 3, {"stride": 5}, 1, id="stride beyond the end"),
        pytest.param(7, 1, {"stride": 2}, 4, id="every other pixel, both ends"),
        pytest.param(7, 3, {"dilation": 3}, 1, id="dilation 3 spans 7, just fits"),
        pytest.param(10, 2, {"dilation": 4}, 6, id="two taps, 4 apart, span 5"),
        pytest.param(9, 1, {"dilation": 7}, 9, id="one tap has no gap"),
        pytest.param(32, 3, {"padding": 4, "dilation": 4}, 32, id="dilated, same size"),
        pytest.param(224, 7, {"stride": 2, "padding": 3}, 112, id="the stem of ResNet"),
        pytest.param(112, 3, {"stride": 2, "padding": 1}, 56, id="its max-pool"),
        pytest.param(225, 3, {"stride": 2, "padding": 1}, 113, id="an odd size halved"),
        pytest.param(11, 3, {"stride": 3, "padding": 2, "dilation": 2}, 4, id="all at once"),
    ],
)
def test_hand_cases(solution, size, kernel, options, expected):
    solution(size, kernel, **options).equals(expected)


def test_by_position(solution):
    solution(29, 5, 3, 2, 4).equals(6)


@pytest.mark.parametrize(
    ("size", "kernel", "options"),
    [
        pytest.param(2, 3, {}, id="one pixel too small"),
        pytest.param(2, 3, {"stride": 2}, id="one pixel too small, stride 2: -1 // 2 + 1 is 0"),
        pytest.param(1, 9, {"stride": 3}, id="far too small"),
        pytest.param(4, 7, {"padding": 1}, id="in spite of the padding"),
        pytest.param(6, 3, {"dilation": 3}, id="only because of the dilation"),
        pytest.param(6, 3, {"dilation": 3, "stride": 4}, id="only because of the dilation, stride 4"),
        pytest.param(3, 2, {"dilation": 3}, id="two taps, 3 apart"),
    ],
)
def test_does_not_fit(solution, size, kernel, options):
    solution.raises(ValueError, size, kernel, **options)


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1, 3])
def test_counts_the_starts(solution, rng, stride, padding):
    """From the definition: starts at 0, s, 2s, ... whose last tap is still on the padded axis."""
    size, kernel, dilation = int(rng.integers(17, 40)), int(rng.integers(1, 6)), int(rng.integers(1, 5))
    starts = range(0, size + 2 * padding, stride)
    expected = sum(start + dilation * (kernel - 1) < size + 2 * padding for start in starts)
    solution(size, kernel, stride, padding, dilation).equals(expected)
