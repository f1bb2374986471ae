"""PyTorch, a convolution whose stride is its kernel."""

from torch.nn.functional import conv2d


def patch_embed(x, weight, bias, patch):
    return conv2d(x, weight, bias, stride=patch).flatten(2).transpose(1, 2)
