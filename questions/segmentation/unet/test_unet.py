"""U-Net: names and shapes of the weights, sizes, values of small networks, odd rests, gradients."""

import numpy as np
import pytest
import torch

from kb.segmentation.unet import UNet


def weights(rng, *settings, dtype=np.float64):
    """Weights for a network of these settings: about as large as an initialization, biases not 0."""
    shapes = {name: tuple(value.shape) for name, value in UNet(*settings).state_dict().items()}
    drawn = {}
    for name, shape in shapes.items():
        fan_in = np.prod(shape[1:]) if len(shape) > 1 else 4
        drawn[name] = (rng.normal(size=shape) * np.sqrt(2 / fan_in) + (0.1 if len(shape) == 1 else 0)).astype(
            dtype
        )
    return drawn


def expected(settings, drawn, x):
    """The reference in float64 with these weights."""
    model = UNet(*settings).double()
    model.load_state_dict({name: torch.tensor(value, dtype=torch.float64) for name, value in drawn.items()})
    with torch.no_grad():
        return model(torch.tensor(x, dtype=torch.float64)).numpy()


def check(solution, rng, settings, size, dtype=np.float64, batch=2):
    drawn, x = (
        weights(rng, *settings, dtype=dtype),
        rng.normal(size=(batch, settings[0], *size)).astype(dtype),
    )
    solution.new(*settings).load(drawn)(x).close(expected(settings, drawn, x))


def test_shape(solution):
    solution.new(3, 5, 2, 2)(np.ones((2, 3, 44, 60), np.float32)).has_shape(2, 5, 4, 20)


def test_weights_of_depth_1(solution):
    """In and out of every layer, by name."""
    layers = {
        "encoder.0.0": (4, 3, 3, 3),
        "encoder.0.2": (4, 4, 3, 3),
        "bottom.0": (8, 4, 3, 3),
        "bottom.2": (8, 8, 3, 3),
        "up.0": (8, 4, 2, 2),  # inputs first
        "decoder.0.0": (4, 8, 3, 3),
        "decoder.0.2": (4, 4, 3, 3),
        "head": (5, 4, 1, 1),
    }
    shapes = {f"{name}.weight": shape for name, shape in layers.items()}
    shapes |= {f"{name}.bias": (4 if name == "up.0" else shape[0],) for name, shape in layers.items()}
    solution.new(3, 5, width=4, depth=1).has_weights(shapes)


@pytest.mark.parametrize("depth", [2, 3])
def test_weights_of_more_levels(solution, depth):
    shapes = {name: tuple(value.shape) for name, value in UNet(2, 3, 2, depth).state_dict().items()}
    solution.new(2, 3, 2, depth).has_weights(shapes)


def test_parameters_of_the_paper(solution):
    solution.new(1, 2).parameters_count().equals(31_030_658)


def test_572_gives_388(solution):
    """The default depth and padding; one channel wide, so that it is quick."""
    solution.new(1, 2, width=1)(np.ones((1, 1, 572, 572), np.float32)).has_shape(1, 2, 388, 388)


def test_padding_keeps_the_size(solution):
    solution.new(2, 3, 2, 2, padding=1)(np.ones((1, 2, 16, 24), np.float32)).has_shape(1, 3, 16, 24)


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        pytest.param((2, 3, 2, 1), (20, 28), id="depth 1: one skip"),
        pytest.param((3, 2, 3, 2), (44, 60), id="depth 2: two skips, the last one first"),
        pytest.param((1, 2, 1, 3), (92, 108), id="depth 3"),
        pytest.param((2, 3, 2, 2, 1), (12, 20), id="padding 1: nothing to crop"),
    ],
)
def test_values(solution, rng, settings, size):
    check(solution, rng, settings, size)


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        pytest.param((2, 3, 2, 1), (21, 27), id="17 and 23 are pooled to 8 and 11"),
        pytest.param((2, 3, 2, 2), (44, 47), id="rows are cut at 16, columns at 17"),
        pytest.param((2, 3, 2, 2, 1), (11, 14), id="with padding: the rest is one pixel"),
    ],
)
def test_odd_rests_are_cropped_by_the_floor(solution, rng, settings, size):
    check(solution, rng, settings, size)


def test_float32(solution, rng):
    # Eight convolutions in a row, of sums of up to 72 products: 150 seeds needed up to 3.5.
    settings = (2, 3, 2, 1)
    drawn, x = weights(rng, *settings, dtype=np.float32), rng.normal(size=(3, 2, 24, 20)).astype(np.float32)
    # Ten layers in float32, each a sum of dozens of products.
    solution.new(*settings).load(drawn)(x).close(expected(settings, drawn, x), scale=20)


def test_twice(solution, rng):
    """Two calls of one object: nothing is left over from the first."""
    settings = (2, 3, 2, 1)
    drawn, x = weights(rng, *settings), rng.normal(size=(2, 2, 20, 24))
    model = solution.new(*settings).load(drawn)
    model(x).close(expected(settings, drawn, x))
    model(x[:, :, 2:]).close(expected(settings, drawn, x[:, :, 2:]))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param((2, 3, 2, 1), (2, 3, 2, 1), id="the same settings"),
        pytest.param((2, 3, 2, 1), (1, 2, 3, 2, 1), id="another depth and padding"),
    ],
)
def test_two_at_once(solution, rng, first, second):
    """Two networks take turns, each with weights of its own."""
    nets = []
    for settings in (first, second):
        drawn = weights(rng, *settings)
        nets.append((solution.new(*settings).load(drawn), settings, drawn))
    for _ in range(2):
        for net, settings, drawn in nets:
            x = rng.normal(size=(1, settings[0], 20, 24))
            net(x).close(expected(settings, drawn, x))


def test_evaluation_mode_is_the_same(solution, rng):
    settings = (1, 2, 2, 1)
    drawn, x = weights(rng, *settings), rng.normal(size=(1, 1, 20, 20))
    solution.new(*settings).load(drawn).eval()(x).close(expected(settings, drawn, x))


def test_empty_batch(solution):
    solution.new(2, 3, 2, 1)(np.zeros((0, 2, 20, 24), np.float32)).has_shape(0, 3, 4, 8)


def test_read_only_and_not_contiguous(solution, rng):
    settings = (2, 3, 2, 1)
    drawn, x = weights(rng, *settings), rng.normal(size=(4, 2, 20, 24))[::2, ::-1]
    x.flags.writeable = False
    solution.new(*settings).load(drawn)(x).close(expected(settings, drawn, x.copy()))


@pytest.mark.gradient
def test_gradient(solution, rng):
    """In the input and in weights of all parts: through the skips and from below."""
    settings = (2, 3, 2, 2)
    drawn, x = weights(rng, *settings), rng.normal(size=(1, 2, 44, 46))
    model = UNet(*settings).double()
    model.load_state_dict({name: torch.tensor(value) for name, value in drawn.items()})
    leaf = torch.tensor(x, requires_grad=True)
    result = model(leaf)
    cotangent = rng.normal(size=tuple(result.shape))
    names = ("encoder.0.0.weight", "encoder.1.2.bias", "bottom.0.weight", "up.1.weight", "head.bias")
    given = dict(model.named_parameters())
    slopes = torch.autograd.grad(result, [leaf, *(given[name] for name in names)], torch.tensor(cotangent))
    got = solution.new(*settings).load(drawn).gradient(x, cotangent=cotangent, wrt=(0, *names))
    got.close(tuple(slope.numpy() for slope in slopes))
