"""The check forgets the padding.

A kernel larger than the image fits if the padding makes room for it.

Caught by: test_hand_cases[fits thanks to the padding]
Page: cnn/convolution#size-formula
"""

def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    extent = dilation * (kernel - 1) + 1
    room = size + 2 * padding - extent
    if size < extent:
        raise ValueError("the kernel does not fit")
    return room // stride + 1
