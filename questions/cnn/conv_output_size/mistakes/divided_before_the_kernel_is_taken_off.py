"""The size is divided by the stride first.

The kernel is taken off the axis *before* dividing: the stride acts on starts, not on pixels.

Caught by: test_hand_cases[stride 2, nothing left over]
Page: cnn/convolution#size-formula
"""

def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    extent = dilation * (kernel - 1) + 1
    room = size + 2 * padding - extent
    if room < 0:
        raise ValueError("the kernel does not fit")
    return (size + 2 * padding) // stride - extent + 1
