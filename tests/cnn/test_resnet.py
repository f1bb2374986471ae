"""The proof of ``kb.cnn.resnet``, its costs and its variants."""

from __future__ import annotations

import numpy as np
import onnx
import onnx.helper
import onnx.reference
import pytest
import torch
from torch import nn

from kb.cnn import resnet, resnet_cost
from kb.cnn.resnet import BasicBlock, Bottleneck, ResNet, resnet18, resnet34, resnet50, zero_gamma
from kb.cnn.resnet_variants import PreActivationBlock, Stack, pad_shortcut

pytestmark = pytest.mark.filterwarnings("error")


def count(module: nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def seeded(module: nn.Module, seed: int = 3) -> nn.Module:
    """The module in float64 with statistics, gains and offsets that differ from channel to channel."""
    generator = torch.Generator().manual_seed(seed)
    module = module.double()
    with torch.no_grad():
        for name, value in module.state_dict().items():
            if value.is_floating_point():
                low = (
                    0.5 if name.endswith(("running_var", "bn1.weight", "bn2.weight", "bn3.weight")) else -1.0
                )
                value.copy_(torch.rand(value.shape, generator=generator, dtype=value.dtype) * 1.3 + low)
    return module


# ---------------------------------------------------------------- the blocks


def by_onnx(block: nn.Module, x: np.ndarray, convs: list[tuple[str, str, int, int]]) -> np.ndarray:
    """The block in evaluation mode as an ONNX graph, run by ONNX's own reference, which knows no torch.

    Args:
        block: has the weights.
        x: (N, C, H, W).
        convs: conv, its batch norm, padding, stride; a last one named downsample.0 is the shortcut.
    """
    nodes, initializers, at = [], [], "x"
    state = {name: value.numpy() for name, value in block.state_dict().items()}
    branch = [each for each in convs if not each[0].startswith("downsample")]
    for index, (conv, norm, padding, stride) in enumerate(convs):
        source = "x" if conv.startswith("downsample") else at
        names = [f"{norm}.{each}" for each in ("weight", "bias", "running_mean", "running_var")]
        for name in (f"{conv}.weight", *names):
            initializers.append(onnx.numpy_helper.from_array(state[name], name))
        nodes.append(
            onnx.helper.make_node(
                "Conv", [source, f"{conv}.weight"], [f"{conv}.out"], pads=[padding] * 4, strides=[stride] * 2
            )
        )
        nodes.append(
            onnx.helper.make_node(
                "BatchNormalization", [f"{conv}.out", *names], [f"{norm}.out"], epsilon=1e-5
            )
        )
        at = f"{norm}.out" if source != "x" or index == 0 else at
        if index < len(branch) - 1:
            nodes.append(onnx.helper.make_node("Relu", [at], [f"{norm}.relu"]))
            at = f"{norm}.relu"
    shortcut = "x" if len(branch) == len(convs) else f"{convs[-1][1]}.out"
    nodes.append(onnx.helper.make_node("Add", [at, shortcut], ["sum"]))
    nodes.append(onnx.helper.make_node("Relu", ["sum"], ["y"]))
    double = onnx.TensorProto.DOUBLE
    graph = onnx.helper.make_graph(
        nodes,
        "block",
        [onnx.helper.make_tensor_value_info("x", double, x.shape)],
        [onnx.helper.make_tensor_value_info("y", double, None)],
        initializers,
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)])
    return onnx.reference.ReferenceEvaluator(model).run(None, {"x": x})[0]


@pytest.mark.parametrize(
    ("inputs", "outputs", "stride"),
    [
        pytest.param(3, 3, 1, id="the input is the shortcut"),
        pytest.param(3, 5, 1, id="more channels"),
        pytest.param(5, 5, 2, id="half the size, same channels"),
        pytest.param(5, 3, 2, id="fewer channels, half the size"),
    ],
)
def test_basic_block_against_onnx(inputs: int, outputs: int, stride: int) -> None:
    block = seeded(BasicBlock(inputs, outputs, stride)).eval()
    x = np.random.default_rng(5).normal(size=(2, inputs, 7, 11))
    convs = [("conv1", "bn1", 1, stride), ("conv2", "bn2", 1, 1)]
    if block.downsample is not None:
        convs.append(("downsample.0", "downsample.1", 0, stride))
    with torch.no_grad():
        result = block(torch.from_numpy(x)).numpy()
    assert result.shape == (2, outputs, -(-7 // stride), -(-11 // stride))
    np.testing.assert_allclose(result, by_onnx(block, x, convs), atol=1e-12)


@pytest.mark.parametrize(
    ("inputs", "width", "stride"),
    [
        pytest.param(12, 3, 1, id="the input is the shortcut"),
        pytest.param(7, 3, 1, id="more channels, as in the first stage"),
        pytest.param(12, 3, 2, id="half the size, same channels"),
    ],
)
def test_bottleneck_against_onnx(inputs: int, width: int, stride: int) -> None:
    block = seeded(Bottleneck(inputs, width, stride)).eval()
    x = np.random.default_rng(7).normal(size=(2, inputs, 5, 7))
    convs = [("conv1", "bn1", 0, 1), ("conv2", "bn2", 1, stride), ("conv3", "bn3", 0, 1)]
    if block.downsample is not None:
        convs.append(("downsample.0", "downsample.1", 0, stride))
    with torch.no_grad():
        result = block(torch.from_numpy(x)).numpy()
    np.testing.assert_allclose(result, by_onnx(block, x, convs), atol=1e-12)


@pytest.mark.parametrize(
    ("block", "projected"),
    [
        pytest.param(BasicBlock(5, 5), False, id="nothing changes"),
        pytest.param(BasicBlock(5, 7), True, id="the channels change"),
        pytest.param(BasicBlock(5, 5, 2), True, id="the size changes"),
        pytest.param(Bottleneck(20, 5), False, id="4 * width come in"),
        pytest.param(Bottleneck(5, 5), True, id="the width comes in"),
    ],
)
def test_projects_only_where_the_shape_changes(block: nn.Module, projected: bool) -> None:
    assert (block.downsample is not None) == projected


@pytest.mark.parametrize("block", [BasicBlock(4, 4), Bottleneck(8, 2)], ids=["basic", "bottleneck"])
def test_gradients_by_finite_differences(block: nn.Module) -> None:
    block = seeded(block).train()
    x = torch.randn(2, 8 if isinstance(block, Bottleneck) else 4, 3, 2, dtype=torch.float64)
    assert torch.autograd.gradcheck(block, x.requires_grad_(), atol=1e-6)


# ---------------------------------------------------------------- zero gamma


def test_zero_gamma_makes_a_block_of_a_positive_input_the_identity() -> None:
    for block in (BasicBlock(5, 5), Bottleneck(20, 5)):
        zero_gamma(block)
        x = torch.rand(3, 5 if isinstance(block, BasicBlock) else 20, 7, 5)
        torch.testing.assert_close(block(x), x, rtol=0, atol=0)  # training mode too: 0 times anything
        torch.testing.assert_close(block(-x), torch.zeros_like(x), rtol=0, atol=0)  # the last ReLU stays


def test_zero_gamma_leaves_the_first_step_to_gamma_and_beta() -> None:
    block = BasicBlock(5, 5)
    zero_gamma(block)
    block(torch.rand(3, 5, 7, 5)).square().sum().backward()
    assert block.bn2.weight.grad.abs().min() > 0
    for name in ("conv1.weight", "conv2.weight", "bn1.weight"):
        assert block.get_parameter(name).grad.abs().max() == 0, name


def test_zero_init_reaches_every_block_and_nothing_else() -> None:
    network = ResNet(Bottleneck, (1, 2, 1, 1), classes=3, zero_init=True)
    for name, parameter in network.named_parameters():
        if "bn" in name and name.endswith("weight"):
            assert bool((parameter == 0).all()) == name.endswith("bn3.weight"), name


# ---------------------------------------------------------------- networks and their cost

PUBLISHED = {18: 11_689_512, 34: 21_797_672, 50: 25_557_032, 101: 44_549_160, 152: 60_192_808}  # torchvision


@pytest.mark.parametrize(
    ("make", "depth"), [(resnet18, 18), (resnet34, 34), (resnet50, 50)], ids=["18", "34", "50"]
)
def test_networks_have_the_published_size(make: object, depth: int) -> None:
    network = make()
    assert count(network) == PUBLISHED[depth]
    # The depth in the name counts the convolutions on the longest path, and the linear layer.
    convs = [name for name, each in network.named_modules() if isinstance(each, nn.Conv2d)]
    assert len([name for name in convs if "downsample" not in name]) + 1 == depth


@pytest.mark.parametrize("depth", PUBLISHED)
def test_counted_parameters(depth: int) -> None:
    assert resnet_cost.parameters(depth) == PUBLISHED[depth]


@pytest.mark.parametrize(("depth", "billions"), [(18, 1.8), (34, 3.6), (50, 3.8), (101, 7.6), (152, 11.3)])
def test_macs_are_those_of_table_1(depth: int, billions: float) -> None:
    # 34 layers: 3.66 by this count, and the paper cuts off to 3.6; its shortcuts there have no weights.
    assert resnet_cost.macs(depth, stride_first=True) / 1e9 == pytest.approx(billions, abs=0.07)


@pytest.mark.parametrize("size", [64, 97])
@pytest.mark.parametrize(("make", "depth"), [(resnet18, 18), (resnet50, 50)], ids=["18", "50"])
def test_macs_by_hooks(make: object, depth: int, size: int) -> None:
    network, seen = make().eval(), []

    def hook(module: nn.Module, _: object, out: torch.Tensor) -> None:
        positions = out[0, 0].numel() if out.ndim == 4 else 1
        seen.append(module.weight.numel() * positions)

    for module in network.modules():
        if isinstance(module, nn.Conv2d | nn.Linear):
            module.register_forward_hook(hook)
    with torch.no_grad():
        assert network(torch.zeros(1, 3, size, size)).shape == (1, 1000)
    assert resnet_cost.macs(depth, size) == sum(seen)


@pytest.mark.parametrize(
    ("kind", "inputs", "width", "stride", "block"),
    [
        ("basic", 64, 64, 1, BasicBlock(64, 64)),
        ("basic", 64, 128, 2, BasicBlock(64, 128, 2)),
        ("bottleneck", 256, 64, 1, Bottleneck(256, 64)),
        ("bottleneck", 64, 64, 1, Bottleneck(64, 64)),
        ("bottleneck", 512, 256, 2, Bottleneck(512, 256, 2)),
    ],
)
def test_block_parameters(kind: str, inputs: int, width: int, stride: int, block: nn.Module) -> None:
    assert resnet_cost.block_parameters(kind, inputs, width, stride) == count(block)


def test_the_bottleneck_sum_of_every_interview() -> None:
    down, middle, up = (
        resnet_cost.conv_parameters(*sizes) for sizes in ((256, 64, 1), (64, 64, 3), (64, 256, 1))
    )
    assert down + middle + up == 69_632
    assert 2 * resnet_cost.conv_parameters(256, 256, 3) == 1_179_648
    assert 2 * resnet_cost.conv_parameters(64, 64, 3) == 73_728  # what the paper compares it with
    assert resnet_cost.conv_parameters(3, 5, 3, bias=True) == count(nn.Conv2d(3, 5, 3))


def test_refuses_what_it_does_not_know() -> None:
    for call in (resnet_cost.parameters, resnet_cost.macs):
        with pytest.raises(ValueError, match="only 18, 34, 50, 101, 152"):
            call(56)
    with pytest.raises(ValueError, match="expected 'basic' or 'bottleneck'"):
        resnet_cost.block_parameters("Basic", 3, 3)
    assert set(resnet_cost.stage_parameters(18)) >= {9536, 513_000}  # the stem, the linear layer


def test_batch_norm_of_the_names_is_pytorchs() -> None:
    for module in resnet50(classes=7).modules():
        if isinstance(module, nn.BatchNorm2d):
            assert (module.eps, module.momentum, module.affine) == (1e-5, 0.1, True)
        if isinstance(module, nn.Conv2d):
            assert module.bias is None
    assert "BasicBlock" in resnet.__all__


# ---------------------------------------------------------------- variants


def test_pad_shortcut_by_hand() -> None:
    x = torch.arange(2 * 3 * 5 * 4, dtype=torch.float32).reshape(2, 3, 5, 4)
    y = pad_shortcut(x, 5, 2)
    assert y.shape == (2, 5, 3, 2)
    assert y[1, 2].tolist() == [[100.0, 102.0], [108.0, 110.0], [116.0, 118.0]]
    assert y[:, 3:].abs().sum() == 0
    torch.testing.assert_close(pad_shortcut(x, 3, 1), x, rtol=0, atol=0)
    with pytest.raises(ValueError, match="exchanged"):
        pad_shortcut(x, 2, 1)


def test_pre_activation_lets_the_identity_through_unchanged() -> None:
    block = PreActivationBlock(5, 5)
    nn.init.zeros_(block.conv2.weight)
    x = torch.randn(3, 5, 7, 5)  # negative values too: no ReLU behind the addition
    torch.testing.assert_close(block(x), x, rtol=0, atol=0)
    assert PreActivationBlock(5, 7, 2)(x).shape == (3, 7, 4, 3)


@pytest.mark.parametrize("shape", [(5, 5, 1), (5, 7, 2)], ids=["identity", "projection"])
def test_pre_activation_by_functional(shape: tuple[int, int, int]) -> None:
    block = seeded(PreActivationBlock(*shape)).eval()
    x = torch.randn(2, 5, 7, 5, dtype=torch.float64)

    def active(value: torch.Tensor, bn: nn.BatchNorm2d) -> torch.Tensor:
        scale = bn.weight / (bn.running_var + bn.eps).sqrt()
        shift = bn.bias - bn.running_mean * scale
        return (value * scale[:, None, None] + shift[:, None, None]).clamp(min=0)

    first = active(x, block.bn1)
    branch = nn.functional.conv2d(first, block.conv1.weight, stride=shape[2], padding=1)
    branch = nn.functional.conv2d(active(branch, block.bn2), block.conv2.weight, padding=1)
    shortcut = x
    if block.downsample is not None:
        shortcut = nn.functional.conv2d(first, block.downsample.weight, stride=shape[2])
    torch.testing.assert_close(block(x), branch + shortcut)


def test_stacks_differ_by_the_addition_only() -> None:
    stacks = []
    for residual in (False, True):
        torch.manual_seed(11)
        stacks.append(Stack(7, 5, 4, 3, residual))
    plain, added = (dict(stack.named_parameters()) for stack in stacks)
    assert plain.keys() == added.keys()
    assert all(torch.equal(plain[name], added[name]) for name in plain)
    x = torch.randn(13, 7)
    assert stacks[0](x).shape == stacks[1](x).shape == (13, 3)
    assert not torch.allclose(stacks[0](x), stacks[1](x))
    for norm in stacks[1].norms[1::2]:
        nn.init.zeros_(norm.weight)
    torch.testing.assert_close(stacks[1](x), stacks[1].head(torch.relu(stacks[1].stem(x))))
    with pytest.raises(ValueError, match="even"):
        Stack(7, 5, 3, 3, True)


def test_without_a_path_around_it_a_small_slope_multiplies_and_with_one_it_adds() -> None:
    # d/dx of f(f(...x)) is a product; of x -> x + f(x) it is a product of (1 + slope). 20 layers of slope 0.1:
    slope, depth = 0.1, 20
    x = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    plain = residual = x
    for _ in range(depth):
        plain, residual = slope * plain, residual + slope * residual
    torch.testing.assert_close(torch.autograd.grad(plain, x)[0].item(), 1e-20)
    torch.testing.assert_close(torch.autograd.grad(residual, x)[0].item(), 1.1**20)
