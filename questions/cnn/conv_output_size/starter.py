# question: cnn/conv_output_size


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    """How many places a kernel has along one axis.

    Args:
        size: pixels of the input, an int.
        kernel: taps of the kernel, an int.
        stride: pixels from one place to the next.
        padding: zeros on each side.
        dilation: pixels from one tap to the next.

    Returns:
        An int of at least 1. A kernel that does not fit is a ValueError.
    """
    raise NotImplementedError("write me")
