"""A kernel that does not fit gives a size of 0 or less.

Python's `//` floors, so -1 // 2 + 1 is 0: an impossible layer passes in silence. Say ValueError.

Caught by: test_does_not_fit[one pixel too small]
Page: cnn/convolution#size-formula
"""

def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    extent = dilation * (kernel - 1) + 1
    room = size + 2 * padding - extent
    return room // stride + 1
