"""A kernel as large as the axis is refused.

It fits, in exactly one place. Only a negative room is an error.

Caught by: test_hand_cases[just fits]
Page: cnn/convolution#size-formula
"""

def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    extent = dilation * (kernel - 1) + 1
    room = size + 2 * padding - extent
    if room <= 0:
        raise ValueError("the kernel does not fit")
    return room // stride + 1
