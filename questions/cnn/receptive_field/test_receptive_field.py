"""Chains counted by hand, known networks, and random chains against the recursion from the top down."""

import pytest


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        pytest.param([], (1, 1), id="no layers"),
        pytest.param([(1, 1, 1)], (1, 1), id="1x1 sees its own pixel"),
        pytest.param([(3, 1, 1)], (3, 1), id="one 3x3"),
        pytest.param([(3, 1, 1)] * 2, (5, 1), id="two 3x3 are a 5x5"),
        pytest.param([(3, 1, 1)] * 3, (7, 1), id="three 3x3 are a 7x7"),
        pytest.param([(4, 1, 1)], (4, 1), id="an even kernel"),
        pytest.param([(5, 1, 1), (1, 1, 1), (2, 1, 1)], (6, 1), id="1x1 between adds nothing"),
        pytest.param([(3, 2, 1)], (3, 2), id="its own stride does not enlarge it"),
        pytest.param([(3, 2, 1), (3, 1, 1)], (7, 2), id="the stride below counts"),
        pytest.param([(3, 1, 1), (3, 2, 1)], (5, 2), id="the stride above does not"),
        pytest.param([(3, 2, 1), (3, 2, 1), (3, 1, 1)], (15, 4), id="strides multiply"),
        pytest.param([(3, 2, 1), (3, 3, 1), (3, 2, 1), (2, 1, 1)], (31, 12), id="strides 2, 3, 2"),
        pytest.param([(1, 2, 1), (3, 1, 1)], (5, 2), id="1x1 with a stride spreads the next"),
        pytest.param([(2, 2, 1), (2, 2, 1)], (4, 4), id="two 2x2 pools"),
        pytest.param([(3, 1, 2)], (5, 1), id="dilation 2 spans 5"),
        pytest.param([(3, 1, 3)], (7, 1), id="dilation 3 spans 7"),
        pytest.param([(1, 1, 5)], (1, 1), id="one tap at any dilation"),
        pytest.param([(2, 1, 4)], (5, 1), id="two taps, 4 apart"),
        pytest.param([(3, 1, 1), (3, 1, 2), (3, 1, 4)], (15, 1), id="dilations 1, 2, 4"),
        pytest.param([(3, 1, 2)] * 3, (13, 1), id="dilations 2, 2, 2: holes are spanned"),
        pytest.param([(3, 2, 1), (3, 1, 3)], (15, 2), id="dilation behind a stride"),
        pytest.param([(3, 2, 2), (5, 3, 3), (2, 1, 4)], (53, 6), id="all at once"),
        pytest.param([(1, 3, 1), (2, 1, 1)], (4, 3), id="a stride beyond the kernel leaves holes"),
        pytest.param(
            [(7, 2, 1), (3, 2, 1), (3, 1, 1), (3, 1, 2), (1, 1, 1)], (35, 4), id="a stem and a block"
        ),
    ],
)
def test_hand_cases(solution, layers, expected):
    solution(layers).equals(expected)


VGG16 = [layer for n in (2, 2, 3, 3, 3) for layer in [(3, 1, 1)] * n + [(2, 2, 1)]]
RESNET18 = [(7, 2, 1), (3, 2, 1), *[(3, 1, 1)] * 4, *[(3, 2, 1), *[(3, 1, 1)] * 3] * 3]


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        pytest.param(VGG16, (212, 32), id="VGG-16 with its pools"),
        pytest.param(RESNET18, (435, 32), id="ResNet-18"),
    ],
)
def test_networks(solution, layers, expected):
    solution(layers).equals(expected)


def test_order_matters(solution):
    """The same two layers, in either order."""
    layers = [(3, 2, 1), (5, 1, 1)]
    solution(layers).equals((11, 2))
    solution(layers[::-1]).equals((7, 2))


@pytest.mark.parametrize("depth", [1, 2, 4, 7])
def test_from_the_top_down(solution, rng, depth):
    """Two neighboring values, followed down to their first and last pixels without any jump."""
    layers = [tuple(int(v) for v in rng.integers(1, (6, 4, 4))) for _ in range(depth)]
    first, last, beside = 0, 0, 1
    for kernel, stride, dilation in reversed(layers):
        first, last, beside = first * stride, last * stride + (kernel - 1) * dilation, beside * stride
    solution(layers).equals((last - first + 1, beside - first))
