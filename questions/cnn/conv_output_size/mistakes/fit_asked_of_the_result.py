"""The size is checked instead of the room.

`< 0` lets the size 0 pass, which is what -1 // s + 1 gives. Check that the kernel fits before dividing.

Caught by: test_does_not_fit[one pixel too small, stride 2: -1 // 2 + 1 is 0]
Page: cnn/convolution#size-formula
"""

def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    extent = dilation * (kernel - 1) + 1
    room = size + 2 * padding - extent
    places = room // stride + 1
    if places < 0:
        raise ValueError("the kernel does not fit")
    return places
