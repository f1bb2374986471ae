# question: segmentation/unet
import torch


class UNet(torch.nn.Module):
    """U-Net: (N, in_channels, H, W) -> logits (N, classes, H', W').

    Args:
        in_channels: channels of the input.
        classes: channels of the result.
        width: channels of the first level; they double at each level down.
        depth: number of poolings.
        padding: of the 3 x 3 convolutions.

    Attributes:
        encoder, bottom, up, decoder, head: see the question.
    """

    def __init__(self, in_channels, classes, width=64, depth=4, padding=0):
        super().__init__()

    def forward(self, x):
        raise NotImplementedError("write me")
