"""The basic block: names and shapes of its weights, hand cases, both modes, running statistics, gradients."""

import numpy as np
import pytest
import torch

from kb.cnn.resnet import BasicBlock

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
    block = BasicBlock(*arguments).double().train(training)
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


def norm(name, channels=1):
    """A batch norm that changes nothing in evaluation mode."""
    ones, zeros = np.ones(channels), np.zeros(channels)
    return {
        f"{name}.weight": ones,
        f"{name}.bias": zeros,
        f"{name}.running_mean": zeros,
        f"{name}.running_var": ones * VAR,
    }


def kernel(center, around=0.0):
    """(1, 1, 3, 3)."""
    weight = np.full((1, 1, 3, 3), around)
    weight[0, 0, 1, 1] = center
    return weight


def by_hand(solution, first, second, shortcut=None, stride=1):
    """One channel, norms that change nothing, evaluation mode; with a shortcut the block has a projection."""
    drawn = {"conv1.weight": first, "conv2.weight": second} | norm("bn1") | norm("bn2")
    if shortcut is not None:
        drawn |= {"downsample.0.weight": np.full((1, 1, 1, 1), shortcut)} | norm("downsample.1")
    return solution.new(1, 1, stride).load(drawn).eval()


def test_shape(solution):
    x = np.ones((2, 3, 5, 7), np.float32)
    solution.new(3, 3)(x).has_shape(2, 3, 5, 7)
    solution.new(3, 8, stride=2)(x).has_shape(2, 8, 3, 4)


BRANCH = {
    f"{name}.{each}": None
    for name in ("bn1", "bn2")
    for each in ("weight", "bias", "running_mean", "running_var")
}


@pytest.mark.parametrize(
    ("arguments", "projected"),
    [
        pytest.param((5, 5), False, id="nothing changes"),
        pytest.param((300, 300), False, id="nothing changes, many channels"),
        pytest.param((3, 5), True, id="the channels grow"),
        pytest.param((7, 5), True, id="the channels shrink"),
        pytest.param((5, 5, 2), True, id="only the size changes"),
        pytest.param((3, 5, 2), True, id="channels and size change"),
    ],
)
def test_weights(solution, arguments, projected):
    inputs, outputs = arguments[:2]
    expected = {"conv1.weight": (outputs, inputs, 3, 3), "conv2.weight": (outputs, outputs, 3, 3)}
    expected |= dict.fromkeys(BRANCH, (outputs,))
    if projected:
        expected["downsample.0.weight"] = (outputs, inputs, 1, 1)
        for each in ("weight", "bias", "running_mean", "running_var"):
            expected[f"downsample.1.{each}"] = (outputs,)
    solution.new(*arguments).has_weights(expected)


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        pytest.param((64, 64), 73_984, id="64 to 64"),
        pytest.param((64, 128, 2), 230_144, id="64 to 128, stride 2"),
    ],
)
def test_parameters(solution, arguments, count):
    solution.new(*arguments).parameters_count().equals(count)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param(kernel(3), kernel(0), [2, 0], id="F is 0: relu of the input"),
        pytest.param(kernel(1), kernel(1), [4, 0], id="F is relu(x): 2 + 2, and 0 - 3"),
        pytest.param(kernel(1), kernel(-0.5), [1, 0], id="F is negative: 2 - 1"),
        pytest.param(kernel(-1), kernel(1), [2, 0], id="the ReLU between: F is 0, then 3 - 3"),
        pytest.param(kernel(-1), kernel(2), [2, 3], id="the ReLU between: F is 0, then 6 - 3"),
    ],
)
def test_hand_cases(solution, first, second, expected):
    """The inputs 2 and -3, as two images of one pixel."""
    block = by_hand(solution, first, second)
    block(np.array([2.0, -3.0]).reshape(2, 1, 1, 1)).close(np.reshape(expected, (2, 1, 1, 1)).astype(float))


def test_padding(solution):
    """Sums of nine pixels of an image of ones: at the border the missing ones are 0."""
    block = by_hand(solution, kernel(1, 1), kernel(1))
    block(np.ones((1, 1, 3, 3))).close(1 + np.array([[[[4.0, 6, 4], [6, 9, 6], [4, 6, 4]]]]))
    block = by_hand(solution, kernel(1), kernel(1, 1))
    block(np.ones((1, 1, 2, 3))).close(1 + np.array([[[[4.0, 6, 4], [4, 6, 4]]]]))


@pytest.mark.parametrize(
    ("shortcut", "factor"),
    [
        pytest.param(2.0, 3.0, id="both paths keep every second pixel"),
        pytest.param(-0.5, 0.5, id="the projection may be negative"),
    ],
)
def test_stride(solution, shortcut, factor):
    block = by_hand(solution, kernel(1), kernel(1), shortcut, stride=2)
    x = np.arange(20.0).reshape(1, 1, 4, 5)
    block(x).close(factor * np.array([[[[0.0, 2, 4], [10, 12, 14]]]]))


def test_the_first_convolution_carries_the_stride(solution):
    """The second one sees neighbors that lie two pixels apart: 1 + 3 + 5 and so on, and itself as the shortcut."""
    second = np.zeros((1, 1, 3, 3))
    second[0, 0, 1] = 1
    block = by_hand(solution, kernel(1), second, 0.0, stride=2)
    block(np.array([1.0, 2, 3, 4, 5]).reshape(1, 1, 1, 5)).close(np.array([4.0, 9, 8]).reshape(1, 1, 1, 3))


def test_no_images(solution):
    solution.new(3, 5, 2).eval()(np.zeros((0, 3, 6, 4), np.float32)).close(np.zeros((0, 5, 3, 2)))


SHAPES = [
    pytest.param((5, 5), id="identity"),
    pytest.param((3, 5), id="more channels"),
    pytest.param((3, 5, 2), id="more channels, half the size"),
    pytest.param((5, 5, 2), id="half the size"),
    pytest.param((3, 5, 3), id="a third of the size"),
]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("arguments", SHAPES)
def test_evaluation(solution, rng, arguments, dtype):
    drawn = weights(BasicBlock(*arguments), rng, dtype)
    block = solution.new(*arguments).load(drawn).eval()
    x = rng.normal(size=(2, arguments[0], 6, 7)).astype(dtype)
    block(x).close(
        through(reference(arguments, drawn), x), scale=50
    )  # values of ten and more cancel in the sums
    block.state("bn1.running_mean").equals(drawn["bn1.running_mean"])


@pytest.mark.parametrize("arguments", SHAPES)
def test_training(solution, rng, arguments):
    """Two batches: the statistics of the batch normalize, and each moves the running ones."""
    drawn = weights(BasicBlock(*arguments), rng, np.float64)
    block, expected = solution.new(*arguments).load(drawn).train(), reference(arguments, drawn, training=True)
    for _ in range(2):
        x = rng.normal(0.5, 2, size=(3, arguments[0], 5, 6))
        block(x).close(through(expected, x))
    for name, value in expected.named_buffers():
        if "running" in name:
            block.state(name).close(value.numpy())
    block.eval()(x).close(through(expected.eval(), x))


PAIRS = [
    pytest.param((5, 5), (5, 5), id="the same settings"),
    pytest.param((5, 5), (5, 5, 2), id="one with a projection"),
    pytest.param((3, 5, 2), (5, 5), id="one without a projection"),
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_two_at_once(solution, rng, first, second):
    """Two blocks of a network take turns, each with weights and running statistics of its own."""
    blocks = []
    for arguments in (first, second):
        drawn = weights(BasicBlock(*arguments), rng, np.float64)
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
    """In the input and in weights of both convolutions and norms, and of the projection."""
    drawn = weights(BasicBlock(*arguments), rng, np.float64)
    expected = reference(arguments, drawn, training)
    names = [name for name, _ in expected.named_parameters()]
    block = solution.new(*arguments).load(drawn)
    block = block.train() if training else block.eval()
    x = rng.normal(size=(2, arguments[0], 4, 5))
    cotangent = rng.uniform(0.5, 2, size=through(reference(arguments, drawn), x).shape)
    found = gradients(expected, x, cotangent, names)
    block.gradient(x, cotangent=cotangent, wrt=(0, *names)).close(found)
