"""A dilation of d is read as d holes between the taps.

Dilation 1 is the ordinary kernel: d counts the steps from tap to tap, so there are d - 1 holes.

Caught by: test_hand_cases[two pixels less]
Page: cnn/convolution#size-formula
"""

def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    extent = (dilation + 1) * (kernel - 1) + 1
    room = size + 2 * padding - extent
    if room < 0:
        raise ValueError("the kernel does not fit")
    return room // stride + 1
