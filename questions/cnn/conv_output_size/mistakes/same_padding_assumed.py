"""The kernel is forgotten, as if the padding were always 'same'.

size / stride, rounded up, holds only if p = d(k - 1)/2.

Caught by: test_hand_cases[two pixels less]
Page: cnn/convolution#size-formula
"""

def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    extent = dilation * (kernel - 1) + 1
    room = size + 2 * padding - extent
    if room < 0:
        raise ValueError("the kernel does not fit")
    return -(-size // stride)
