"""The extent of the dilated kernel is taken as d * k.

k taps have k - 1 gaps. One tap spans one pixel at any dilation.

Caught by: test_hand_cases[one tap has no gap]
Page: cnn/convolution#size-formula
"""

def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    extent = dilation * kernel
    room = size + 2 * padding - extent
    if room < 0:
        raise ValueError("the kernel does not fit")
    return room // stride + 1
