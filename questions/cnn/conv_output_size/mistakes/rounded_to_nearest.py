"""The size is rounded to the nearest integer.

`round` goes up from the middle on (and to even exactly there). The formula floors.

Caught by: test_hand_cases[stride 4, three pixels left over]
Page: cnn/convolution#size-formula
"""

def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    extent = dilation * (kernel - 1) + 1
    room = size + 2 * padding - extent
    if room < 0:
        raise ValueError("the kernel does not fit")
    return round(room / stride) + 1
