"""The last start is lost.

The last start n + 2p - extent is allowed itself: starts run from 0 to it, both included.

Caught by: test_hand_cases[two pixels less]
Page: cnn/convolution#size-formula
"""

def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    extent = dilation * (kernel - 1) + 1
    room = size + 2 * padding - extent
    if room < 0:
        raise ValueError("the kernel does not fit")
    return len(range(0, max(room, 1), stride))
