"""The proof of ``kb.segmentation.unet``: weights, sizes, where each skip goes, and what a pixel sees."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from kb.segmentation import unet_geometry as geometry
from kb.segmentation.unet import UNet, center_crop

pytestmark = pytest.mark.filterwarnings("error")


def small(**more: int) -> UNet:
    torch.manual_seed(3)
    return UNet(**{"in_channels": 2, "classes": 3, "width": 2, "depth": 2, **more}).double()


def count(model: torch.nn.Module) -> int:
    return sum(parameter.numel() for parameter in model.parameters())


def test_the_network_of_the_paper() -> None:
    with torch.device("meta"):  # shapes without numbers
        assert count(UNet(1, 2)) == 31_030_658
    with torch.no_grad():  # sizes do not depend on the width
        assert UNet(1, 2, width=1)(torch.zeros(1, 1, 572, 572)).shape == (1, 2, 388, 388)


@pytest.mark.parametrize("settings", [(1, 2, 3, 1), (3, 5, 2, 3), (2, 7, 4, 0), (5, 1, 1, 2)])
def test_parameters_by_the_formula(settings: tuple[int, int, int, int]) -> None:
    assert count(UNet(*settings)) == geometry.parameters(*settings)


def test_names_are_the_weights() -> None:
    shapes = {name: tuple(value.shape) for name, value in small().state_dict().items()}
    assert shapes["encoder.0.0.weight"] == (2, 2, 3, 3)
    assert shapes["encoder.1.2.weight"] == (4, 4, 3, 3)
    assert shapes["bottom.0.weight"] == (8, 4, 3, 3)
    assert shapes["up.0.weight"] == (8, 4, 2, 2), "deepest first"
    assert shapes["up.1.weight"] == (4, 2, 2, 2)
    assert shapes["decoder.0.0.weight"] == (4, 8, 3, 3), "skip and up-sampled together"
    assert shapes["head.weight"] == (3, 2, 1, 1)
    assert len(shapes) == 2 * (2 * 2 + 2 + 2 + 2 * 2 + 1)


@pytest.mark.parametrize("size", [(60, 44), (61, 47), (62, 51), (63, 58)])
def test_against_a_network_written_flat(size: tuple[int, int]) -> None:
    """Depth 2 without a loop, straight from the figure; odd rests too."""
    model, w = small(), small().state_dict()
    x = torch.randn(3, 2, *size, dtype=torch.float64)

    def both(x: torch.Tensor, name: str) -> torch.Tensor:
        for k in (0, 2):
            x = functional.conv2d(x, w[f"{name}.{k}.weight"], w[f"{name}.{k}.bias"]).relu()
        return x

    def joined(skip: torch.Tensor, up: torch.Tensor) -> torch.Tensor:
        (sh, sw), (h, w_) = skip.shape[2:], up.shape[2:]
        top, left = int((sh - h) / 2), int((sw - w_) / 2)
        return torch.cat([skip[:, :, top : top + h, left : left + w_], up], dim=1)

    first = both(x, "encoder.0")
    second = both(functional.max_pool2d(first, 2), "encoder.1")
    bottom = both(functional.max_pool2d(second, 2), "bottom")
    up = functional.conv_transpose2d(bottom, w["up.0.weight"], w["up.0.bias"], stride=2)
    third = both(joined(second, up), "decoder.0")
    up = functional.conv_transpose2d(third, w["up.1.weight"], w["up.1.bias"], stride=2)
    expected = functional.conv2d(both(joined(first, up), "decoder.1"), w["head.weight"], w["head.bias"])
    torch.testing.assert_close(model(x), expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("padding", [0, 1])
@pytest.mark.parametrize("size", [44, 45, 46, 47, 48, 60])
def test_sizes_by_the_formula(size: int, padding: int) -> None:
    result = small(padding=padding)(torch.zeros(1, 2, size, 52, dtype=torch.float64))
    assert result.shape == (
        1,
        3,
        geometry.output_size(size, 2, padding),
        geometry.output_size(52, 2, padding),
    )


@pytest.mark.parametrize("pixel", [0, 5, 6, 7, 8, 11])
def test_what_a_pixel_sees_by_autograd(pixel: int) -> None:
    """All weights 1 and inputs that rise to the right: each window's maximum is its last pixel, so add one of
    each direction. The union of what both reach is the receptive field."""
    size = 60
    model = UNet(1, 1, width=1, depth=2).double()
    for parameter in model.parameters():
        torch.nn.init.ones_(parameter)
    reached: set[int] = set()
    for ramp in (torch.arange(size), torch.arange(size).flip(0)):
        x = (1 + ramp.double()).expand(1, 1, size, size).clone().requires_grad_(True)
        model(x)[0, 0, 3, pixel].backward()
        reached |= set(torch.nonzero(x.grad[0, 0].abs().sum(0))[:, 0].tolist())
    first, last = geometry.receptive_field(pixel, size, 2)
    assert (min(reached), max(reached)) == (first, last)


def test_shifting_a_tile_by_16_shifts_the_result() -> None:
    """Without padding a pixel's result does not depend on the tile that it was computed in."""
    model = small()
    image = torch.randn(1, 2, 80, 60, dtype=torch.float64)
    whole = model(image)
    part = model(image[:, :, 16:76])
    torch.testing.assert_close(part, whole[:, :, 16 : 16 + part.shape[2]], rtol=1e-12, atol=1e-14)
    padded = small(padding=1)
    tile = padded(image[:, :, 16:76])
    assert not torch.allclose(tile, padded(image)[:, :, 16:76]), "zeros at the tile's edge are seen"


def test_center_crop() -> None:
    x = torch.arange(7 * 6).reshape(1, 1, 7, 6)
    assert center_crop(x, 4, 6)[0, 0, :, 0].tolist() == [6, 12, 18, 24], "1 above, 2 below"
    assert center_crop(x, 7, 6).equal(x)


def test_every_weight_gets_a_gradient() -> None:
    model = small(width=16)  # of two channels, one may have a ReLU that is 0 everywhere
    model(torch.rand(1, 2, 60, 60, dtype=torch.float64)).square().sum().backward()
    assert all(
        parameter.grad is not None and parameter.grad.abs().max() > 0 for parameter in model.parameters()
    )
