"""Cross-correlation: shapes, hand cases, pairs of settings, groups, layouts, random cases and speed."""

from functools import cache
from operator import mul

import numpy as np
import pytest

from kb.cnn.convolution import conv2d
from kb.grader.cases.differences import gradient_agrees


def drawn(rng, channels, outputs, kernel, groups=1, size=(11, 13), images=2):
    """x, weight and bias; not centered, so that a lost tap shows."""
    x = rng.normal(size=(images, channels, *size)) + 3
    return x, rng.normal(size=(outputs, channels // groups, *kernel)), rng.normal(size=outputs)


def whole(rng, *shape):
    """Small whole numbers: no rounding in any order of summation, in float32 either."""
    return rng.integers(-4, 5, shape).astype(np.float32)


@pytest.mark.parametrize(
    ("kernel", "options", "expected"),
    [
        pytest.param((3, 3), {}, (9, 11), id="two pixels less"),
        pytest.param((2, 5), {}, (10, 9), id="unequal sides"),
        pytest.param((3, 3), {"padding": 1}, (11, 13), id="padding keeps the size"),
        pytest.param((3, 3), {"stride": 2}, (5, 6), id="stride 2"),
        pytest.param((3, 3), {"stride": 3}, (3, 4), id="stride 3 leaves pixels over"),
        pytest.param((3, 3), {"dilation": 3}, (5, 7), id="dilation spans 7"),
        pytest.param((11, 13), {}, (1, 1), id="as large as the image"),
        pytest.param((3, 5), {"stride": (2, 1), "padding": (0, 3), "dilation": (4, 2)}, (2, 11), id="pairs"),
    ],
)
def test_shape(solution, rng, kernel, options, expected):
    x, weight, _ = drawn(rng, 3, 5, kernel)
    solution(x, weight, **options).has_shape(2, 5, *expected)


@pytest.mark.parametrize(
    ("x", "weight", "options", "expected"),
    [
        pytest.param([[1, 2, 4]], [[1, 10]], {}, [[21, 42]], id="the kernel is not flipped"),
        pytest.param([[1], [2], [4]], [[1], [10]], {}, [[21], [42]], id="nor in the other axis"),
        pytest.param([[1, 2], [3, 4]], [[1, 10], [100, 1000]], {}, [[4321]], id="rows and columns"),
        pytest.param([[1, 2, 4]], [[3]], {}, [[3, 6, 12]], id="1x1"),
        pytest.param([[5]], [[1, 2, 4]], {"padding": (0, 1)}, [[10]], id="padding on both sides"),
        pytest.param([[1, 2]], [[1, 10]], {"padding": (0, 1)}, [[10, 21, 2]], id="zeros at both ends"),
        pytest.param(
            [[1, 2]], [[1, 10]], {"padding": (0, 2)}, [[0, 10, 21, 2, 0]], id="only zeros at the ends"
        ),
        pytest.param([[1, 2, 4, 8]], [[1, 10]], {"stride": (1, 2)}, [[21, 84]], id="every other place"),
        pytest.param(
            [[1, 2, 4, 8, 16]], [[1, 10]], {"stride": (1, 2)}, [[21, 84]], id="the last pixel is left over"
        ),
        pytest.param([[1, 2, 4, 8]], [[1, 10]], {"stride": (1, 3)}, [[21]], id="two pixels are left over"),
        pytest.param([[1, 2, 4, 8]], [[1, 10]], {"dilation": (1, 2)}, [[41, 82]], id="a tap two pixels on"),
        pytest.param(
            [[1, 2, 4, 8, 16]],
            [[1, 10, 100]],
            {"dilation": (1, 2), "padding": (0, 1), "stride": (1, 2)},
            [[820, 82]],
            id="stride, padding and dilation",
        ),
    ],
)
def test_hand_cases(solution, x, weight, options, expected):
    solution(np.array([[x]], dtype=float), np.array([[weight]], dtype=float), **options).close(
        np.array([[expected]], dtype=float)
    )


def test_channels_are_summed(solution):
    """Two channels, two filters, one pixel: each filter has its own weight for each channel."""
    x = np.array([1.0, 2.0]).reshape(1, 2, 1, 1)
    weight = np.array([[10.0, 100.0], [-1.0, 1.0]]).reshape(2, 2, 1, 1)
    solution(x, weight).close([[[[210.0]], [[1.0]]]])


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        pytest.param(1, [10, 100, 1000, 10000], id="one group: every filter sees all channels"),
        pytest.param(2, [3, 30, 1200, 12000], id="two groups of neighbors"),
        pytest.param(4, [1, 20, 400, 8000], id="depthwise"),
    ],
)
def test_groups_by_hand(solution, groups, expected):
    """Channels are 1, 2, 4, 8; filter o weighs all its channels by 10^o."""
    x = np.array([1.0, 2.0, 4.0, 8.0] if groups > 1 else [1.0, 2.0, 3.0, 4.0]).reshape(1, 4, 1, 1)
    weight = np.repeat(10.0 ** np.arange(4), 4 // groups).reshape(4, 4 // groups, 1, 1)
    solution(x, weight, groups=groups).close(np.array(expected, dtype=float).reshape(1, 4, 1, 1))


def test_bias_once_for_every_filter(solution):
    x, weight = np.ones((1, 3, 2, 2)), np.zeros((2, 3, 1, 1))
    expected = np.array([7.0, -5.0]).reshape(1, 2, 1, 1) * np.ones((1, 1, 2, 2))
    solution(x, weight, np.array([7.0, -5.0])).close(expected)
    solution(x, weight, bias=np.array([7.0, -5.0]), padding=1, stride=3).has_shape(1, 2, 2, 2)


def test_a_bias_of_one_value(solution):
    """Not to be mistaken for no bias: 0 is false."""
    x, weight = np.ones((1, 2, 3, 2)), np.ones((1, 2, 2, 2))
    solution(x, weight, np.zeros(1)).close(np.full((1, 1, 2, 1), 8.0))
    solution(x, weight, np.array([0.5])).close(np.full((1, 1, 2, 1), 8.5))


SETTINGS = [
    pytest.param(3, 5, (3, 3), {}, id="plain"),
    pytest.param(3, 5, (1, 1), {}, id="1x1"),
    pytest.param(2, 7, (2, 5), {}, id="unequal sides"),
    pytest.param(3, 5, (3, 2), {"stride": 2}, id="stride"),
    pytest.param(3, 5, (3, 2), {"stride": (3, 2)}, id="stride (h, w)"),
    pytest.param(3, 5, (1, 1), {"stride": (1, 3)}, id="1x1 with a stride"),
    pytest.param(3, 5, (3, 2), {"padding": 2}, id="padding"),
    pytest.param(3, 5, (3, 2), {"padding": (0, 3)}, id="padding (h, w)"),
    pytest.param(3, 5, (3, 2), {"dilation": 3}, id="dilation"),
    pytest.param(3, 5, (3, 2), {"dilation": (1, 4)}, id="dilation (h, w)"),
    pytest.param(
        3, 5, (3, 3), {"stride": (2, 1), "padding": (1, 3), "dilation": (3, 2)}, id="all but groups"
    ),
    pytest.param(6, 4, (3, 2), {"groups": 2}, id="two groups"),
    pytest.param(6, 9, (2, 3), {"groups": 3, "stride": 2, "padding": 1}, id="three groups"),
    pytest.param(4, 4, (3, 3), {"groups": 4, "padding": 1}, id="depthwise"),
    pytest.param(3, 6, (3, 2), {"groups": 3, "dilation": (2, 1)}, id="depthwise, two filters each"),
    pytest.param(1, 1, (3, 2), {}, id="one channel, one filter"),
]


@pytest.mark.parametrize(("channels", "outputs", "kernel", "options"), SETTINGS)
def test_random(solution, rng, channels, outputs, kernel, options):
    x, weight, bias = drawn(rng, channels, outputs, kernel, options.get("groups", 1))
    solution(x, weight, bias, **options).close(conv2d(x, weight, bias, **options))


def test_by_position(solution, rng):
    x, weight, bias = drawn(rng, 6, 4, (3, 2), 2)
    solution(x, weight, bias, 2, (1, 0), (1, 2), 2).close(conv2d(x, weight, bias, 2, (1, 0), (1, 2), 2))


def test_without_bias(solution, rng):
    x, weight, _ = drawn(rng, 3, 5, (3, 2))
    solution(x, weight, None, stride=2).close(conv2d(x, weight, stride=2))


@pytest.mark.parametrize("options", [{}, {"stride": 2, "padding": 1}], ids=["plain", "stride and padding"])
def test_float32(solution, rng, options):
    x, weight, bias = whole(rng, 2, 3, 7, 5), whole(rng, 5, 3, 3, 2), whole(rng, 5)
    solution(x, weight, bias, **options).close(conv2d(x, weight, bias, **options))


def test_many_channels(solution, rng):
    """A sum over 301 channels, one place."""
    x, weight = whole(rng, 1, 301, 1, 1).astype(float), whole(rng, 2, 301, 1, 1).astype(float)
    solution(x, weight).close(conv2d(x, weight))


def test_one_image(solution, rng):
    x, weight, bias = drawn(rng, 3, 5, (3, 2), images=1)
    solution(x, weight, bias).close(conv2d(x, weight, bias))


@pytest.mark.parametrize("groups", [1, 3])
def test_no_images(solution, rng, groups):
    _, weight, bias = drawn(rng, 3, 6, (3, 2), groups)
    solution(np.zeros((0, 3, 11, 13)), weight, bias, stride=2, groups=groups).has_shape(0, 6, 5, 6)


def test_read_only_and_not_contiguous(solution, rng):
    x, weight, bias = drawn(rng, 3, 5, (3, 2), size=(22, 13), images=4)
    x, weight = np.asfortranarray(x)[::2, :, ::2], weight[::-1, :, :, ::-1]
    for each in (x, weight, bias):
        each.flags.writeable = False
    solution(x, weight, bias, padding=1).close(conv2d(x, weight, bias, padding=1))


@pytest.mark.gradient
def test_gradient(solution, rng):
    """In x, weight and bias."""
    arrays, options = drawn(rng, 4, 6, (3, 2), 2, size=(5, 4)), {"stride": (2, 1), "padding": 1, "groups": 2}
    gradient_agrees(solution, conv2d, rng, *arrays, wrt=(0, 1, 2), **options)


@cache
def many():
    """One image, 16 filters of 8 x 3 x 3, whole numbers."""
    rng = np.random.default_rng(5)
    return whole(rng, 1, 8, 19, 23), whole(rng, 16, 8, 3, 3)


def window_by_window(x, weight):
    """The yardstick, plain Python: every window once, as a list, times every filter."""
    kh, kw = weight.shape[2:]
    rows, columns = x.shape[2] - kh + 1, x.shape[3] - kw + 1
    filters = weight.reshape(len(weight), -1).tolist()
    out = []
    for image in x.tolist():
        for i, j in np.ndindex(rows, columns):
            window = [value for channel in image for row in channel[i : i + kh] for value in row[j : j + kw]]
            out.append([sum(map(mul, window, taps)) for taps in filters])
    return np.array(out, x.dtype).reshape(len(x), rows, columns, -1).transpose(0, 3, 1, 2)


def test_speed(solution, rng):
    """At most 70 times plain Python that works on whole windows; 411,264 products are to be added.

    Both sides are far from the bound, also on a busy machine. Measured on one core: the yardstick takes 0.015 s, whole
    slices a tenth of it, NumPy for every output value twice as long; seven loops take 5 times as long over nested lists
    and 12 to 20 times over arrays (too near to each other to tell them apart by the clock), and 500 times over tensors.
    """
    x, weight = many()
    order = rng.permutation(len(weight))
    solution.keeps_pace(window_by_window, x, weight[order]).close(conv2d(x, weight)[:, order])
