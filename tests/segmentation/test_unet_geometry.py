"""The proof of ``kb.segmentation.unet_geometry``: the numbers of the paper's figure, and counting by hand."""

from __future__ import annotations

import numpy as np
import pytest

from kb.segmentation.unet_geometry import (
    border,
    crops,
    decoder_sizes,
    encoder_sizes,
    fits,
    fitting_sizes,
    output_size,
    parameters,
    receptive_field,
    tiles,
)


def test_the_figure_of_the_paper() -> None:
    assert encoder_sizes(572) == [568, 280, 136, 64, 28]
    assert decoder_sizes(572) == [52, 100, 196, 388]
    assert crops(572) == [4, 16, 40, 88], "64 -> 56, 136 -> 104, 280 -> 200, 568 -> 392"
    assert output_size(572) == 388
    assert border(572) == 92


@pytest.mark.parametrize("size", [188, 204, 572, 700])
def test_the_border_is_always_92(size: int) -> None:
    assert border(size) == 92


def test_tiles_that_fit_are_16_apart() -> None:
    sizes = fitting_sizes(100, 800)
    assert sizes == list(range(188, 801, 16)), "172 leaves nothing on the way up"
    assert all(size % 16 == 12 for size in sizes)
    assert not fits(512), "the size of the images of the challenge is no tile"
    assert fitting_sizes(1, 70, padding=1) == [16, 32, 48, 64], "with padding: multiples of 16"


def test_with_padding_the_size_stays() -> None:
    assert encoder_sizes(512, padding=1) == [512, 256, 128, 64, 32]
    assert decoder_sizes(512, padding=1) == [64, 128, 256, 512]
    assert crops(512, padding=1) == [0, 0, 0, 0]
    assert output_size(500, padding=1) == 496, "500 loses pixels in its poolings"


def test_depth_0_is_two_convolutions() -> None:
    assert encoder_sizes(9, 0) == [5]
    assert decoder_sizes(9, 0) == []
    assert output_size(9, 0) == 5
    assert receptive_field(3, 9, 0) == (3, 7)


@pytest.mark.parametrize("size", [4, 67, 139])
def test_too_small_on_the_way_down(size: int) -> None:
    with pytest.raises(ValueError, match="too small for 4 poolings"):
        encoder_sizes(size)


def test_too_small_on_the_way_up() -> None:
    assert encoder_sizes(140)[-1] == 1, "the receptive field of the bottom is 140"
    with pytest.raises(ValueError, match="no pixel is left on the way up"):
        decoder_sizes(140)


def test_parameters_of_depth_1_by_hand() -> None:
    # 1 -> 2 -> 2, 2 -> 4 -> 4, up 4 -> 2, 4 -> 2 -> 2, head 2 -> 3
    assert parameters(1, 3, 2, 1) == (18 + 2 + 36 + 2) + (72 + 4 + 144 + 4) + (32 + 2) + (72 + 2 + 36 + 2) + 9


def test_receptive_fields_of_the_paper() -> None:
    widths = [last - first + 1 for first, last in map(receptive_field, range(388))]
    assert set(widths) == {188, 204}
    assert widths.count(188) == 100
    assert receptive_field(0)[0] == 0
    assert receptive_field(387)[1] == 571


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        pytest.param(512, [0, 124], id="512: the second tile is moved back"),
        pytest.param(776, [0, 388], id="twice the output"),
        pytest.param(388, [0], id="just one"),
        pytest.param(100, [0], id="smaller than a tile"),
        pytest.param(777, [0, 388, 389], id="one pixel more"),
    ],
)
def test_tiles(length: int, expected: list[int]) -> None:
    assert tiles(length) == expected
    covered = np.zeros(max(length, 388), dtype=bool)
    for start in tiles(length):
        covered[start : start + 388] = True
    assert covered.all()
