"""The bottleneck: names and shapes of its weights, hand cases, both modes, running statistics, gradients."""

import numpy as np
import pytest
import torch

from kb.cnn.resnet import Bottleneck

VAR = 1 - 1e-5  # with the eps of batch norm it is 1, so that in the hand cases a norm changes nothing


def weights(module, rng, dtype=np.float32):
    """Random weights for the names of ``module``; statistics and gains differ from channel to channel."""
    drawn = {}
    for name, value in module.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        shape = tuple(value.shape)
        if name.endswith("running_var") or (len(shape) == 1 and name.endswith("weight")):
            drawn[name] = rng.uniform(0.3, 2.0, shape)
        else:
            drawn[name] = rng.uniform(-1, 1, shape)
    return {name: value.astype(dtype) for name, value in drawn.items()}


def reference(arguments, drawn, training=False):
    """The reference with these weights, in float64."""
    block = Bottleneck(*arguments).double().train(training)
    state = {name: torch.from_numpy(value.astype(np.float64)) for name, value in drawn.items()}
    block.load_state_dict(state, strict=False)
    return block


def through(block, x):
    with torch.no_grad():
        return block(torch.from_numpy(x.astype(np.float64))).numpy()


def gradients(block, x, cotangent, names):
    """By autograd, in the input and in the weights of these names."""
    leaf = torch.from_numpy(x.astype(np.float64)).requires_grad_()
    found = [leaf, *(block.get_parameter(name) for name in names)]
    return tuple(
        each.numpy() for each in torch.autograd.grad(block(leaf), found, torch.from_numpy(cotangent))
    )


def norm(name, channels):
    """A batch norm that changes nothing in evaluation mode."""
    ones, zeros = np.ones(channels), np.zeros(channels)
    return {
        f"{name}.weight": ones,
        f"{name}.bias": zeros,
        f"{name}.running_mean": zeros,
        f"{name}.running_var": ones * VAR,
    }


def by_hand(solution, down, middle, up, stride=1, shortcut=None):
    """Width 1, norms that change nothing, evaluation mode.

    Args:
        down: weights from the channels of the input to the one in the middle.
        middle: (3, 3).
        up: weights to the four channels of the output.
        shortcut: (4, inputs) of the projection, if there is one.
    """
    inputs = len(down)
    drawn = {
        "conv1.weight": np.reshape(down, (1, inputs, 1, 1)).astype(float),
        "conv2.weight": np.reshape(middle, (1, 1, 3, 3)).astype(float),
        "conv3.weight": np.reshape(up, (4, 1, 1, 1)).astype(float),
    }
    drawn |= norm("bn1", 1) | norm("bn2", 1) | norm("bn3", 4)
    if shortcut is not None:
        drawn |= {"downsample.0.weight": np.reshape(shortcut, (4, inputs, 1, 1)).astype(float)}
        drawn |= norm("downsample.1", 4)
    return solution.new(inputs, 1, stride).load(drawn).eval()


ONE = [[0, 0, 0], [0, 1, 0], [0, 0, 0]]


def test_shape(solution):
    x = np.ones((2, 12, 5, 7), np.float32)
    solution.new(12, 3)(x).has_shape(2, 12, 5, 7)
    solution.new(12, 5, stride=2)(x).has_shape(2, 20, 3, 4)


@pytest.mark.parametrize(
    ("arguments", "projected"),
    [
        pytest.param((20, 5), False, id="4 * width come in"),
        pytest.param((300, 75), False, id="4 * width come in, many channels"),
        pytest.param((5, 5), True, id="the width comes in, as in the first stage"),
        pytest.param((24, 5), True, id="the channels shrink"),
        pytest.param((20, 5, 2), True, id="only the size changes"),
        pytest.param((7, 3, 2), True, id="channels and size change"),
    ],
)
def test_weights(solution, arguments, projected):
    inputs, width = arguments[:2]
    expected = {
        "conv1.weight": (width, inputs, 1, 1),
        "conv2.weight": (width, width, 3, 3),
        "conv3.weight": (4 * width, width, 1, 1),
    }
    norms = {"bn1": width, "bn2": width, "bn3": 4 * width}
    if projected:
        expected["downsample.0.weight"] = (4 * width, inputs, 1, 1)
        norms["downsample.1"] = 4 * width
    for name, channels in norms.items():
        expected |= {
            f"{name}.{each}": (channels,) for each in ("weight", "bias", "running_mean", "running_var")
        }
    solution.new(*arguments).has_weights(expected)


@pytest.mark.parametrize(
    ("arguments", "count"),
    [pytest.param((256, 64), 70_400, id="256, width 64"), pytest.param((64, 64), 75_008, id="64, width 64")],
)
def test_parameters(solution, arguments, count):
    solution.new(*arguments).parameters_count().equals(count)


@pytest.mark.parametrize(
    ("down", "middle", "up", "expected"),
    [
        pytest.param([1, 0, 0, 0], ONE, [0, 0, 0, 0], [2, 0, 1, 0], id="F is 0: relu of the input"),
        pytest.param([1, 0, 0, 0], ONE, [1, 2, 0, 0], [4, 1, 1, 0], id="F is 2, 4, 0, 0"),
        pytest.param([1, 0, 0, 0], ONE, [-0.5, 0, 0, 2], [1, 0, 1, 3.5], id="F is negative: 2 - 1"),
        pytest.param(
            [0, 1, 0, 0], np.negative(ONE), [1, 1, 1, 1], [2, 0, 1, 0], id="the first ReLU: -3 goes nowhere"
        ),
        pytest.param([0, -1, 0, 0], ONE, [1, 1, 1, 0], [5, 0, 4, 0], id="the first ReLU lets 3 pass"),
        pytest.param(
            [1, 0, 0, 0], np.negative(ONE), [1, 1, 1, 1], [2, 0, 1, 0], id="the second ReLU: -2 goes nowhere"
        ),
    ],
)
def test_hand_cases(solution, down, middle, up, expected):
    """One pixel with the four channels 2, -3, 1, -0.5."""
    x = np.array([2.0, -3, 1, -0.5]).reshape(1, 4, 1, 1)
    by_hand(solution, down, middle, up)(x).close(np.reshape(expected, (1, 4, 1, 1)).astype(float))


def test_padding(solution):
    """The 3x3 sums nine pixels of an image of ones, with zeros around it; the 1x1s see one pixel."""
    block = by_hand(solution, [1, 0, 0, 0], np.ones((3, 3)), [1, 0, 0, 0])
    expected = np.ones((1, 4, 3, 3))
    expected[0, 0] += [[4, 6, 4], [6, 9, 6], [4, 6, 4]]
    block(np.ones((1, 4, 3, 3))).close(expected)


def test_the_middle_convolution_carries_the_stride(solution):
    """1 to 5 in a row: every second pixel is the center of a sum of three, the border is 0: 1+2, 2+3+4, 4+5."""
    block = by_hand(solution, [1], [[0, 0, 0], [1, 1, 1], [0, 0, 0]], [1, 1, 0, 0], 2, [0, 1, 1, -1])
    x = np.array([1.0, 2, 3, 4, 5]).reshape(1, 1, 1, 5)
    block(x).close(np.array([[3.0, 9, 9], [4, 12, 14], [1, 3, 5], [0, 0, 0]]).reshape(1, 4, 1, 3))


def test_the_projection_may_be_negative(solution):
    block = by_hand(solution, [1], ONE, [1, 1, 1, 1], 2, [-0.5, -2, 0, 1])
    x = np.arange(1.0, 10).reshape(1, 1, 3, 3)
    kept = np.array([[1.0, 3], [7, 9]])
    block(x).close(np.stack([0.5 * kept, 0 * kept, kept, 2 * kept])[None])


def test_no_images(solution):
    solution.new(3, 5, 2).eval()(np.zeros((0, 3, 6, 4), np.float32)).close(np.zeros((0, 20, 3, 2)))


SHAPES = [
    pytest.param((12, 3), id="identity"),
    pytest.param((5, 3), id="more channels"),
    pytest.param((5, 2, 2), id="more channels, half the size"),
    pytest.param((12, 3, 2), id="half the size"),
    pytest.param((7, 2, 3), id="a third of the size"),
]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("arguments", SHAPES)
def test_evaluation(solution, rng, arguments, dtype):
    drawn = weights(Bottleneck(*arguments), rng, dtype)
    block = solution.new(*arguments).load(drawn).eval()
    x = rng.normal(size=(2, arguments[0], 6, 7)).astype(dtype)
    block(x).close(
        through(reference(arguments, drawn), x), scale=50
    )  # values of ten and more cancel in the sums
    block.state("bn1.running_mean").equals(drawn["bn1.running_mean"])


@pytest.mark.parametrize("arguments", SHAPES)
def test_training(solution, rng, arguments):
    """Two batches: the statistics of the batch normalize, and each moves the running ones."""
    drawn = weights(Bottleneck(*arguments), rng, np.float64)
    block, expected = solution.new(*arguments).load(drawn).train(), reference(arguments, drawn, training=True)
    for _ in range(2):
        x = rng.normal(0.5, 2, size=(3, arguments[0], 5, 6))
        block(x).close(through(expected, x))
    for name, value in expected.named_buffers():
        if "running" in name:
            block.state(name).close(value.numpy())
    block.eval()(x).close(through(expected.eval(), x))


PAIRS = [
    pytest.param((12, 3), (12, 3), id="the same settings"),
    pytest.param((12, 3), (12, 3, 2), id="one with a projection"),
    pytest.param((5, 3, 2), (12, 3), id="one without a projection"),
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_two_at_once(solution, rng, first, second):
    """Two blocks of a network take turns, each with weights and running statistics of its own."""
    blocks = []
    for arguments in (first, second):
        drawn = weights(Bottleneck(*arguments), rng, np.float64)
        made = solution.new(*arguments).load(drawn).train()
        blocks.append((made, reference(arguments, drawn, training=True)))
    for _ in range(2):
        for (block, expected), arguments in zip(blocks, (first, second)):
            x = rng.normal(0.5, 2, size=(3, arguments[0], 5, 6))
            block(x).close(through(expected, x))
    for block, expected in blocks:
        for name, value in expected.named_buffers():
            if "running" in name:
                block.state(name).close(value.numpy())


@pytest.mark.gradient
@pytest.mark.parametrize("training", [False, True], ids=["evaluation", "training"])
@pytest.mark.parametrize("arguments", SHAPES[:3])
def test_gradient(solution, rng, arguments, training):
    """In the input and in every weight, the projection's too."""
    drawn = weights(Bottleneck(*arguments), rng, np.float64)
    expected = reference(arguments, drawn, training)
    names = [name for name, _ in expected.named_parameters()]
    block = solution.new(*arguments).load(drawn)
    block = block.train() if training else block.eval()
    x = rng.normal(size=(2, arguments[0], 4, 5))
    cotangent = rng.uniform(0.5, 2, size=through(reference(arguments, drawn), x).shape)
    found = gradients(expected, x, cotangent, names)
    block.gradient(x, cotangent=cotangent, wrt=(0, *names)).close(found)
