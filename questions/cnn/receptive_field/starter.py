# question: cnn/receptive_field


def receptive_field(layers):
    """Size and jump of the receptive field after a chain of layers.

    Args:
        layers: list of (kernel, stride, dilation), ints, from the input up; may be empty.

    Returns:
        (size, jump), two ints, in pixels of the input.
    """
    raise NotImplementedError("write me")
