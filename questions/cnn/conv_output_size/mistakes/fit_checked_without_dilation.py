"""The check compares the kernel without its dilation.

It is the extent that has to fit, d(k - 1) + 1 pixels.

Caught by: test_does_not_fit[only because of the dilation]
Page: cnn/convolution#size-formula
"""

def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    extent = dilation * (kernel - 1) + 1
    room = size + 2 * padding - extent
    if size + 2 * padding < kernel:
        raise ValueError("the kernel does not fit")
    return room // stride + 1
