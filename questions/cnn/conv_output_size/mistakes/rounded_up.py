"""The size is rounded up.

Pixels that do not fill a stride are dropped. Only pooling has a `ceil_mode`, and it is off unless asked for.

Caught by: test_hand_cases[stride 2, a pixel left over]
Page: cnn/convolution#size-formula
"""

def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    extent = dilation * (kernel - 1) + 1
    room = size + 2 * padding - extent
    if room < 0:
        raise ValueError("the kernel does not fit")
    return -(-room // stride) + 1
