"""The proof of ``kb.attention.channel_attention``, NumPy and PyTorch."""

from __future__ import annotations

import numpy as np
import onnx
import onnx.helper
import onnx.reference
import pytest
import torch
from torch import nn

from kb.attention.channel_attention import eca, eca_kernel_size, se_block, se_gates, se_parameters
from kb.attention.channel_attention_torch import CBAM, ECA, SqueezeExcitation
from kb.attention.channel_attention_torch import se_block as torch_se_block
from kb.cnn.resnet_cost import BLOCKS

pytestmark = pytest.mark.filterwarnings("error")


def weights(rng: np.random.Generator, channels: int, hidden: int) -> list[np.ndarray]:
    shapes = [(hidden, channels), (hidden,), (channels, hidden), (channels,)]
    return [rng.normal(size=shape) for shape in shapes]


def by_onnx(x: np.ndarray, w1: np.ndarray, b1: np.ndarray, w2: np.ndarray, b2: np.ndarray) -> np.ndarray:
    """SE as most exporters write it: global pooling and two 1x1 convolutions, run by ONNX's own reference."""
    given = {"w1": w1[:, :, None, None], "b1": b1, "w2": w2[:, :, None, None], "b2": b2}
    nodes = [
        onnx.helper.make_node("GlobalAveragePool", ["x"], ["mean"]),
        onnx.helper.make_node("Conv", ["mean", "w1", "b1"], ["down"]),
        onnx.helper.make_node("Relu", ["down"], ["hidden"]),
        onnx.helper.make_node("Conv", ["hidden", "w2", "b2"], ["up"]),
        onnx.helper.make_node("Sigmoid", ["up"], ["gate"]),
        onnx.helper.make_node("Mul", ["x", "gate"], ["y"]),
    ]
    double = onnx.TensorProto.DOUBLE
    graph = onnx.helper.make_graph(
        nodes,
        "se",
        [onnx.helper.make_tensor_value_info("x", double, x.shape)],
        [onnx.helper.make_tensor_value_info("y", double, None)],
        [onnx.numpy_helper.from_array(value, name) for name, value in given.items()],
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)])
    return onnx.reference.ReferenceEvaluator(model).run(None, {"x": x})[0]


@pytest.mark.parametrize("shape", [(2, 6, 3, 5), (1, 6, 1, 1), (3, 6, 7, 2)])
def test_agrees_with_onnx(shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(3)
    x, parameters = rng.normal(size=shape), weights(rng, 6, 2)
    np.testing.assert_allclose(se_block(x, *parameters), by_onnx(x, *parameters), atol=1e-13)


def test_by_hand() -> None:
    # Means 3 and -1. The one hidden unit sees 3 - (-1) = 4, the gates are sigmoid(ln 3) and sigmoid(-ln 3).
    x = np.array([[[[2.0, 4.0]], [[-1.0, -1.0]]]])
    gate = np.log(3) / 4
    result = se_block(x, [[1.0, -1.0]], [0.0], [[gate], [-gate]], [0.0, 0.0])
    np.testing.assert_allclose(result, [[[[1.5, 3.0]], [[-0.25, -0.25]]]], atol=1e-15)


def test_relu_stands_between_the_layers() -> None:
    x = np.full(
        (1, 2, 3, 3), -5.0
    )  # the hidden unit gets -10 and is silent: the gates are sigmoid of the bias
    np.testing.assert_allclose(
        se_gates(x, [[1.0, 1.0]], [0.0], [[9.0], [7.0]], [0.0, np.log(3)]), [[0.5, 0.75]]
    )


def test_gates_do_not_mix_images_and_do_not_see_positions() -> None:
    rng = np.random.default_rng(5)
    x, parameters = rng.normal(size=(3, 6, 5, 7)), weights(rng, 6, 3)
    together = se_gates(x, *parameters)
    for index in range(3):
        np.testing.assert_allclose(
            se_gates(x[index : index + 1], *parameters)[0], together[index], atol=1e-14
        )
    shuffled = rng.permutation(x.reshape(3, 6, 35), axis=2).reshape(x.shape)
    np.testing.assert_allclose(se_gates(shuffled, *parameters), together, atol=1e-13)
    assert np.all((together > 0) & (together < 1))


def test_saturates_without_overflow() -> None:
    x = np.ones((1, 2, 3, 3), np.float32)
    with np.errstate(over="raise", invalid="raise"):
        result = se_block(x, [[1.0, 0.0]], [0.0], [[1e4], [-1e4]], [0.0, 0.0])
    np.testing.assert_array_equal(result[0, :, 0, 0], [1, 0])


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("x", np.zeros((6, 3, 3))), "N, C, H, W"),
        (("w1", np.zeros((6, 2))), "by mistake"),
        (("b1", np.zeros(6)), "b1"),
        (("w2", np.zeros((2, 6))), "w2"),
        (("b2", np.zeros((6, 1))), "b2"),
    ],
)
def test_refuses_what_does_not_fit(change: tuple[str, np.ndarray], named: str) -> None:
    w1, b1, w2, b2 = weights(np.random.default_rng(7), 6, 2)
    given = {"x": np.zeros((1, 6, 3, 3)), "w1": w1, "b1": b1, "w2": w2, "b2": b2} | dict([change])
    with pytest.raises(ValueError, match=named):
        se_block(**given)


# ---------------------------------------------------------------- ECA


@pytest.mark.parametrize("size", [1, 3, 5])
def test_eca_agrees_with_a_loop(size: int) -> None:
    rng = np.random.default_rng(11)
    x, kernel = rng.normal(size=(2, 7, 3, 5)), rng.normal(size=size)
    result = eca(x, kernel)
    for n in range(2):
        for c in range(7):
            total = 0.0
            for offset in range(-(size // 2), size // 2 + 1):
                if 0 <= c + offset < 7:
                    total += kernel[offset + size // 2] * x[n, c + offset].mean()
            np.testing.assert_allclose(result[n, c], x[n, c] / (1 + np.exp(-total)), atol=1e-13)


def test_eca_refuses() -> None:
    with pytest.raises(ValueError, match="middle"):
        eca(np.zeros((1, 3, 2, 2)), np.zeros(4))
    with pytest.raises(ValueError, match="N, C, H, W"):
        eca(np.zeros((3, 2, 2)), np.zeros(3))


@pytest.mark.parametrize(("channels", "size"), [(32, 3), (64, 3), (128, 5), (256, 5), (512, 5), (2048, 7)])
def test_eca_kernel_size(channels: int, size: int) -> None:
    assert eca_kernel_size(channels) == size


# ---------------------------------------------------------------- cost


@pytest.mark.parametrize(("channels", "reduction"), [(64, 16), (256, 16), (72, 4)])
def test_se_parameters(channels: int, reduction: int) -> None:
    module = SqueezeExcitation(channels, reduction)
    assert se_parameters(channels, reduction) == sum(each.numel() for each in module.parameters())
    without = sum(each.numel() for name, each in module.named_parameters() if name.endswith("weight"))
    assert se_parameters(channels, reduction, bias=False) == without == 2 * channels**2 // reduction


def test_se_resnet_50_is_2_5_million_larger() -> None:
    added = [se_parameters(256 * 2**stage, bias=False) * count for stage, count in enumerate(BLOCKS[50])]
    assert sum(added) == 2_514_944  # the paper: about 2.5 million, a tenth
    assert added[-1] == 1_572_864  # most of it in the last stage, where C is 2048
    with pytest.raises(ValueError, match="r divides C"):
        se_parameters(100, 16)


# ---------------------------------------------------------------- modules


def test_module_agrees_with_numpy() -> None:
    torch.manual_seed(13)
    module = SqueezeExcitation(12, 4).double()
    x = torch.randn(2, 12, 5, 3, dtype=torch.float64)
    given = [each.detach().numpy() for each in (*module.fc1.parameters(), *module.fc2.parameters())]
    with torch.no_grad():
        np.testing.assert_allclose(module(x).numpy(), se_block(x.numpy(), *given), atol=1e-14)
    assert torch.autograd.gradcheck(module, x.requires_grad_())


def test_function_agrees_with_numpy_and_has_every_gradient() -> None:
    rng = np.random.default_rng(23)
    given = [rng.normal(size=(2, 6, 3, 5)), *weights(rng, 6, 2)]
    leaves = [torch.tensor(each, requires_grad=True) for each in given]
    np.testing.assert_allclose(torch_se_block(*leaves).detach().numpy(), se_block(*given), atol=1e-14)
    assert torch.autograd.gradcheck(torch_se_block, leaves)


def test_eca_module_agrees_with_numpy() -> None:
    torch.manual_seed(17)
    module = ECA(64).double()
    assert sum(each.numel() for each in module.parameters()) == 3
    x = torch.randn(2, 64, 3, 2, dtype=torch.float64)
    with torch.no_grad():
        expected = eca(x.numpy(), module.conv.weight.numpy()[0, 0])
        np.testing.assert_allclose(module(x).numpy(), expected, atol=1e-14)


def test_cbam_step_by_step() -> None:
    torch.manual_seed(19)
    module = CBAM(8, 4).double()
    x = torch.randn(2, 8, 5, 7, dtype=torch.float64)
    first, _, second = module.mlp
    total = 0
    for pooled in (nn.functional.adaptive_avg_pool2d(x, 1), nn.functional.adaptive_max_pool2d(x, 1)):
        hidden = nn.functional.conv2d(pooled, first.weight[:, :, None, None], first.bias).clamp(min=0)
        total = total + nn.functional.conv2d(hidden, second.weight[:, :, None, None], second.bias)
    scaled = x / (1 + torch.exp(-total))
    maps = torch.cat([scaled.mean(1, keepdim=True), scaled.max(1, keepdim=True).values], 1)
    gate = nn.functional.conv2d(maps, module.conv.weight, padding=3).sigmoid()
    torch.testing.assert_close(module(x), scaled * gate)
