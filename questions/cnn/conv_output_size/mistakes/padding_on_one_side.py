"""The padding is counted once.

p pixels are added on each side, 2p in all.

Caught by: test_hand_cases[padding keeps the size]
Page: cnn/convolution#size-formula
"""

def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    extent = dilation * (kernel - 1) + 1
    room = size + padding - extent
    if room < 0:
        raise ValueError("the kernel does not fit")
    return room // stride + 1
