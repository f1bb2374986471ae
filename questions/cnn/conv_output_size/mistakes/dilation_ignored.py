"""The dilation does not count.

A dilated kernel has the same taps, but it spans d(k - 1) + 1 pixels.

Caught by: test_hand_cases[dilation 3 spans 7, just fits]
Page: cnn/convolution#size-formula
"""

def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    extent = kernel
    room = size + 2 * padding - extent
    if room < 0:
        raise ValueError("the kernel does not fit")
    return room // stride + 1
